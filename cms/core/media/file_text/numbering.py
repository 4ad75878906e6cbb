"""Computes the numbers that Word prints before paragraphs; it stores them in numbering.xml and styles.xml. Pure.

A paragraph names a list (``numId``) and a level (``ilvl``), itself or by its style. Lists share the counters of their
abstract list; an override of a level's start restarts the counter once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9
_MAX_STYLES = 30  # steps from a style to the one that it is based on


def local_name(element: Any) -> str:
    """Returns the name without its namespace (Word has two of them); "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find_child(parent: Any, name: str) -> Any:
    return next((element for element in parent if local_name(element) == name), None) if parent is not None else None


def attribute_value(element: Any, name: str = "val") -> str:
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _to_int(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


def format_number(number: int, form: str) -> str:
    """
    >>> format_number(4, "upperRoman"), format_number(28, "lowerLetter"), format_number(3, "decimal")
    ('IV', 'bb', '3')
    """
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        found, left = "", number
        for size, letters in _ROMAN:
            found += letters * (left // size)
            left %= size
        return found.upper() if form == "upperRoman" else found
    if form in ("upperLetter", "lowerLetter") and 0 < number <= 780:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("none", "bullet"):
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


@dataclass(frozen=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # 0: never restarts
    legal: bool = False

    @classmethod
    def of(cls, element: Any) -> Level:
        start = _to_int(attribute_value(find_child(element, "start")))
        return cls(
            start=1 if start is None else start,
            form=attribute_value(find_child(element, "numFmt")) or "decimal",
            text=attribute_value(find_child(element, "lvlText")),
            suffix=attribute_value(find_child(element, "suff")) or "tab",
            restart=_to_int(attribute_value(find_child(element, "lvlRestart"))),
            legal=find_child(element, "isLgl") is not None,
        )


class ParagraphStyles:
    """The list and capitals settings of styles, including inherited ones."""

    def __init__(self, root: Any):
        rows = [element for element in root if local_name(element) == "style"] if root is not None else []
        self._styles = {attribute_value(style, "styleId"): style for style in rows}
        paragraphs = [style for style in rows if attribute_value(style, "type") == "paragraph"]
        defaults = [style for style in paragraphs if attribute_value(style, "default") in ("1", "true")]
        self._default = attribute_value(defaults[0], "styleId") if defaults else ""

    def chain(self, name: str) -> list[Any]:
        found: list[Any] = []
        name = name or self._default
        while name in self._styles and len(found) < _MAX_STYLES:
            found.append(self._styles[name])
            name = attribute_value(find_child(self._styles[name], "basedOn"))
        return found

    def capitals(self, name: str) -> bool:
        for style in self.chain(name):
            if (told := find_child(find_child(style, "rPr"), "caps")) is not None:
                return (attribute_value(told) or "1").lower() not in ("0", "false", "off")
        return False

    def list_of(self, name: str) -> tuple[str, str, str]:
        """Returns list, level, and the style that defines them."""
        for style in self.chain(name):
            told = find_child(find_child(style, "pPr"), "numPr")
            if told is not None and (number := attribute_value(find_child(told, "numId"))):
                return number, attribute_value(find_child(told, "ilvl")), attribute_value(style, "styleId")
        return "", "", ""


class Numbering:
    """Counts the paragraphs of each list in the order of the calls of ``label``."""

    def __init__(self, root: Any, styles: ParagraphStyles):
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        self._lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        links: dict[str, str] = {}  # style of a list → the abstract list that holds it
        wanted: dict[str, str] = {}
        for element in root if root is not None else ():
            name = attribute_value(element, "abstractNumId")
            if local_name(element) == "abstractNum":
                self._read_abstract(name, element)
                links[attribute_value(find_child(element, "styleLink"))] = name
                wanted[name] = attribute_value(find_child(element, "numStyleLink"))
        for name, style in wanted.items():
            if style and links.get(style) and not self._levels.get(name):
                self._levels[name] = self._levels.get(links[style], {})
        for element in root if root is not None else ():
            if local_name(element) == "num":
                self._read_list(element)

    def _read_abstract(self, name: str, element: Any) -> None:
        self._levels[name] = {}
        for level in element:
            at = _to_int(attribute_value(level, "ilvl"))
            if local_name(level) == "lvl" and at is not None and 0 <= at < _LEVELS:
                self._levels[name][at] = Level.of(level)
                if style := attribute_value(find_child(level, "pStyle")):
                    self._by_style[(name, style)] = at

    def _read_list(self, element: Any) -> None:
        abstract = attribute_value(find_child(element, "abstractNumId"))
        levels, starts = {}, {}
        for override in element:
            at = _to_int(attribute_value(override, "ilvl"))
            if local_name(override) != "lvlOverride" or at is None or not 0 <= at < _LEVELS:
                continue
            if (level := find_child(override, "lvl")) is not None:
                levels[at] = Level.of(level)
            if (start := _to_int(attribute_value(find_child(override, "startOverride")))) is not None:
                starts[at] = start
        self._lists[attribute_value(element, "numId")] = (abstract, levels, starts)

    def label(self, paragraph: Any) -> str:
        """Counts this paragraph. Returns the label that Word prints before it, with a trailing space."""
        properties = find_child(paragraph, "pPr")
        own = find_child(properties, "numPr")
        number, at_text, style = self._styles.list_of(attribute_value(find_child(properties, "pStyle")))
        if own is not None:
            told = attribute_value(find_child(own, "numId"))
            at_text = attribute_value(find_child(own, "ilvl")) or ("" if told and told != number else at_text)
            style = "" if attribute_value(find_child(own, "ilvl")) else style
            number = told or number
        if number not in self._lists:  # none, or "0": this paragraph is not in a list
            return ""
        abstract, levels, starts = self._lists[number]
        at = _to_int(at_text)
        if at is None:
            at = self._by_style.get((abstract, style), 0)
        at = min(max(at, 0), _LEVELS - 1)
        levels = self._levels.get(abstract, {}) | levels
        if at not in levels:
            return ""
        counts = self._count(number, abstract, at, levels, starts)
        return _format_label(levels, counts, at)

    def _count(
        self, number: str, abstract: str, at: int, levels: dict[int, Level], starts: dict[int, int]
    ) -> list[int | None]:
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        for level, start in starts.items():
            if (number, level) not in self._begun:
                self._begun.add((number, level))
                counts[level] = start - 1
        for above in range(at):
            if counts[above] is None:
                counts[above] = levels.get(above, Level()).start
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        for below in range(at + 1, _LEVELS):
            restart = levels.get(below, Level()).restart
            if restart != 0 and (restart is None or at < restart):
                counts[below] = None
        return counts


def _format_label(levels: dict[int, Level], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return "- "

    def number(match: re.Match) -> str:
        other = int(match[1]) - 1
        form = levels.get(other, Level()).form
        count = counts[other]
        if level.legal and form not in ("none", "bullet"):
            form = "decimal"
        return format_number(count if count is not None else 0, form)

    text = re.sub(r"%([1-9])", number, level.text).strip()
    if not text:
        return ""
    return text if level.suffix == "nothing" else f"{text} "
