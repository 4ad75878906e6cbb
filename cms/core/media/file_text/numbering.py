"""Numbers that Word prints before paragraphs and keeps elsewhere (numbering.xml, styles.xml). Pure.

A paragraph names a list (``numId``) and a level (``ilvl``), itself or by its style. Lists share the counters of the
abstract list that they are made from; an override of a level's start begins anew once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9
_MAX_STYLES = 30  # steps from a style to the one that it is based on


def local(element: Any) -> str:
    """The name without its namespace; Word has two of them. Empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(parent: Any, name: str) -> Any:
    return next((element for element in parent if local(element) == name), None) if parent is not None else None


def value(element: Any, name: str = "val") -> str:
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


def number_text(number: int, form: str) -> str:
    """
    >>> number_text(4, "upperRoman"), number_text(28, "lowerLetter"), number_text(3, "decimal")
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
    restart: int | None = None  # 0: never begins anew
    legal: bool = False

    @classmethod
    def of(cls, element: Any) -> Level:
        start = _whole(value(child(element, "start")))
        return cls(
            start=1 if start is None else start,
            form=value(child(element, "numFmt")) or "decimal",
            text=value(child(element, "lvlText")),
            suffix=value(child(element, "suff")) or "tab",
            restart=_whole(value(child(element, "lvlRestart"))),
            legal=child(element, "isLgl") is not None,
        )


class ParagraphStyles:
    """What styles say of lists and capitals, inherited ones too."""

    def __init__(self, root: Any):
        rows = [element for element in root if local(element) == "style"] if root is not None else []
        self._styles = {value(style, "styleId"): style for style in rows}
        self._default = next(
            (value(style, "styleId") for style in rows
             if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")), ""
        )  # fmt: skip

    def chain(self, name: str) -> list[Any]:
        found: list[Any] = []
        name = name or self._default
        while name in self._styles and len(found) < _MAX_STYLES:
            found.append(self._styles[name])
            name = value(child(self._styles[name], "basedOn"))
        return found

    def capitals(self, name: str) -> bool:
        for style in self.chain(name):
            if (told := child(child(style, "rPr"), "caps")) is not None:
                return (value(told) or "1").lower() not in ("0", "false", "off")
        return False

    def list_of(self, name: str) -> tuple[str, str, str]:
        """List, level, and the style that says so."""
        for style in self.chain(name):
            told = child(child(style, "pPr"), "numPr")
            if told is not None and (number := value(child(told, "numId"))):
                return number, value(child(told, "ilvl")), value(style, "styleId")
        return "", "", ""


class Numbering:
    """Counts the paragraphs of each list in the order in which ``label`` is asked."""

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
            name = value(element, "abstractNumId")
            if local(element) == "abstractNum":
                self._read_abstract(name, element)
                links[value(child(element, "styleLink"))] = name
                wanted[name] = value(child(element, "numStyleLink"))
        for name, style in wanted.items():
            if style and links.get(style) and not self._levels.get(name):
                self._levels[name] = self._levels.get(links[style], {})
        for element in root if root is not None else ():
            if local(element) == "num":
                self._read_list(element)

    def _read_abstract(self, name: str, element: Any) -> None:
        self._levels[name] = {}
        for level in element:
            at = _whole(value(level, "ilvl"))
            if local(level) == "lvl" and at is not None and 0 <= at < _LEVELS:
                self._levels[name][at] = Level.of(level)
                if style := value(child(level, "pStyle")):
                    self._by_style[(name, style)] = at

    def _read_list(self, element: Any) -> None:
        abstract = value(child(element, "abstractNumId"))
        levels, starts = {}, {}
        for override in element:
            at = _whole(value(override, "ilvl"))
            if local(override) != "lvlOverride" or at is None or not 0 <= at < _LEVELS:
                continue
            if (level := child(override, "lvl")) is not None:
                levels[at] = Level.of(level)
            if (start := _whole(value(child(override, "startOverride")))) is not None:
                starts[at] = start
        self._lists[value(element, "numId")] = (abstract, levels, starts)

    def label(self, paragraph: Any) -> str:
        """What Word prints before this paragraph, with the blank after it; it is counted."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number, at_text, style = self._styles.list_of(value(child(properties, "pStyle")))
        if own is not None:
            told = value(child(own, "numId"))
            at_text = value(child(own, "ilvl")) or ("" if told and told != number else at_text)
            style = "" if value(child(own, "ilvl")) else style
            number = told or number
        if number not in self._lists:  # none, or "0": this paragraph is none of the list
            return ""
        abstract, levels, starts = self._lists[number]
        at = _whole(at_text)
        if at is None:
            at = self._by_style.get((abstract, style), 0)
        at = min(max(at, 0), _LEVELS - 1)
        levels = self._levels.get(abstract, {}) | levels
        if at not in levels:
            return ""
        counts = self._count(number, abstract, at, levels, starts)
        return _printed(levels, counts, at)

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


def _printed(levels: dict[int, Level], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return "- "

    def number(match: re.Match) -> str:
        other = int(match[1]) - 1
        form = levels.get(other, Level()).form
        count = counts[other]
        if level.legal and form not in ("none", "bullet"):
            form = "decimal"
        return number_text(count if count is not None else 0, form)

    text = re.sub(r"%([1-9])", number, level.text).strip()
    if not text:
        return ""
    return text if level.suffix == "nothing" else f"{text} "
