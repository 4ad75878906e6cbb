"""Parses HTML for ``find`` and inserts links into it. Pure: no Django, no database.

Only tags of one strict spelling are supported; where anything else stands (``a < b``, a comment, a script) the whole
text stays unchanged. Supported markup is parsed exactly as browsers do, so a link only ever goes into the text between
tags, and removing the links restores the original text.
"""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_SPACE = "[ \\t\\n\\f\\r]"
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)"
    rf"(?P<attributes>(?:{_SPACE}++[^ \t\n\f\r\"'<>/=]++(?:=(?:\"[^\"]*\"|'[^']*'|[^ \t\n\f\r\"'=<>`]++))?+)*+)"
    rf"{_SPACE}*+(?P<empty>/?)>"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ID = re.compile(rf"{_SPACE}id=\"([a-z0-9-]+)\"")

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Parsed, but never linked.
_NO_LINKS = _HEADINGS | {"a", "button", "summary", "label"}
#: Neither parsed nor linked: footnote marks, code, drawings.
_NOT_READ = frozenset(("sup", "code", "pre", "kbd", "samp", "svg"))
#: Elements allowed inside a link.
_INLINE = frozenset(("b", "strong", "i", "em", "u", "s", "del", "ins", "mark", "small", "span", "sub", "br"))
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
#: Elements whose content is not HTML, or has its own syntax.
_FOREIGN = frozenset((
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext", "template",
    "math", "select", "object", "frameset", "base",
))
# fmt: on


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of ``text`` and its position in the HTML; an entity is a run of its own."""

    start: int
    end: int
    html_start: int
    html_end: int
    linkable: bool
    in_link: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """``html[start:end]`` is to be wrapped."""

    start: int
    end: int


@dataclass
class ParsedMarkup:
    """``text``: what a reader sees, blocks separated by an empty line. ``anchors``: (offset in ``text``, id) of the
    elements that have one. ``understood`` is False where no link may be inserted."""

    html: str
    text: str = ""
    runs: list[TextRun] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    understood: bool = True

    def links(self, start: int, end: int) -> list[Link]:
        """Returns the links for ``text[start:end]``: one, one per stretch of text where tags overlap it, or none
        (inside a link or heading)."""
        runs = self._runs(start, end)
        if not self.understood or not runs or not all(run.linkable for run in runs):
            return []
        whole = self._whole(_html_start(runs[0], start), _html_end(runs[-1], end))
        if whole:
            return [whole]
        pieces: list[Link] = []
        for run in runs:
            first, last = _html_start(run, max(start, run.start)), _html_end(run, min(end, run.end))
            if pieces and pieces[-1].end == first:
                pieces[-1] = Link(pieces[-1].start, last)
            elif self.html[first:last].strip():
                pieces.append(Link(first, last))
        return pieces

    def replace(self, html: str, start: int, end: int, words: str) -> str:
        """Returns ``html`` with ``text[start:end]`` replaced; tags in between stay, text inside a link stays unchanged.
        Replace several from the end of the text, each in the result of the one before."""
        runs = self._runs(start, end)
        if not self.understood or not runs or any(run.in_link for run in runs):
            return html
        first, last = _html_start(runs[0], start), _html_end(runs[-1], end)
        tags = "".join(tag.group() for tag in _TAG.finditer(self.html, first, last))
        return html[:first] + entities.escape(words, quote=False) + tags + html[last:]

    def _runs(self, start: int, end: int) -> list[TextRun]:
        index = bisect_right(self.runs, start, key=lambda run: run.end)
        found = []
        while index < len(self.runs) and self.runs[index].start < end:
            found.append(self.runs[index])
            index += 1
        return found

    def _whole(self, start: int, end: int) -> Link | None:
        """Includes opening tags just before and closing tags just after where they form pairs."""
        opened: list[str] = []
        missing = 0
        for tag in _TAG.finditer(self.html, start, end):
            name = tag["name"].lower()
            if name not in _INLINE:
                return None
            if tag["close"] and opened and opened[-1] == name:
                opened.pop()
            elif tag["close"] and not opened:
                missing += 1
            elif tag["close"]:
                return None
            elif name not in _VOID:
                opened.append(name)
        for _step in range(missing):
            before = _last_tag(self.html, start)
            if before is None or before["close"] or before["name"].lower() not in _INLINE - _VOID:
                return None
            start = before.start()
        for name in reversed(opened):
            after = _TAG.match(self.html, end)
            if after is None or not after["close"] or after["name"].lower() != name:
                return None
            end = after.end()
        return Link(start, end) if _balanced(self.html[start:end]) else None


def _last_tag(html: str, end: int) -> re.Match | None:
    start = html.rfind("<", 0, end)
    found = _TAG.match(html, start) if start >= 0 else None
    return found if found and found.end() == end else None


def _balanced(html: str) -> bool:
    opened: list[str] = []
    for tag in _TAG.finditer(html):
        name = tag["name"].lower()
        if tag["close"]:
            if not opened or opened.pop() != name:
                return False
        elif name not in _VOID:
            opened.append(name)
    return not opened


def _html_start(run: TextRun, offset: int) -> int:
    return run.html_start + (offset - run.start if run.end - run.start == run.html_end - run.html_start else 0)


def _html_end(run: TextRun, offset: int) -> int:
    if run.end - run.start == run.html_end - run.html_start:
        return run.html_start + offset - run.start
    return run.html_end


def parse_markup(html: str) -> ParsedMarkup:
    """Returns the parsed ``html``, in linear time; no input raises."""
    marked = ParsedMarkup(html)
    reader = _Reader(marked)
    position = 0
    while (start := html.find("<", position)) >= 0:
        tag = _TAG.match(html, start)
        if tag is None or tag["name"].lower() in _FOREIGN:
            return ParsedMarkup(html, understood=False)
        reader.words(position, start)
        reader.tag(tag)
        position = tag.end()
    reader.words(position, len(html))
    marked.text = "".join(reader.parts)
    return marked


class _Reader:
    def __init__(self, marked: ParsedMarkup):
        self.marked, self.length = marked, 0
        self.parts: list[str] = []
        self.open: Counter[str] = Counter()

    def words(self, start: int, end: int) -> None:
        html = self.marked.html
        if start == end or any(self.open[name] for name in _NOT_READ):
            return
        linkable = not any(self.open[name] for name in _NO_LINKS)
        in_link = self.open["a"] > 0
        for entity in _ENTITY.finditer(html, start, end):
            self._run(html[start : entity.start()], start, entity.start(), linkable, in_link)
            self._run(entities.unescape(entity.group()), entity.start(), entity.end(), linkable, in_link)
            start = entity.end()
        self._run(html[start:end], start, end, linkable, in_link)

    def _run(self, text: str, start: int, end: int, linkable: bool, in_link: bool) -> None:
        if text:
            self.marked.runs.append(TextRun(self.length, self.length + len(text), start, end, linkable, in_link))
            self._add(text)

    def tag(self, tag: re.Match) -> None:
        name = tag["name"].lower()
        if name in _BLOCKS or (name in _NOT_READ and name != "sup"):
            self._add("\n\n")
        elif name == "br":
            self._add("\n")
        if tag["close"]:
            for closed in _HEADINGS if name in _HEADINGS else (name,):
                self.open[closed] = max(0, self.open[closed] - 1)
            return
        if (found := _ID.search(tag["attributes"])) and not any(self.open[name] for name in _NOT_READ):
            self.marked.anchors.append((self.length, found.group(1)))
        if name in _NO_LINKS or name in _NOT_READ:
            self.open[name] += 1

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def insert_links(html: str, links: Iterable[tuple[Link, str]]) -> str:
    """Returns ``html`` with each link wrapped in its tag; links that overlap an earlier one are left out."""
    parts: list[str] = []
    position = 0
    for link, tag in sorted(links, key=lambda pair: (pair[0].start, -pair[0].end)):
        if link.start < position:
            continue
        parts += (html[position : link.start], tag, html[link.start : link.end], "</a>")
        position = link.end
    parts.append(html[position:])
    return "".join(parts)
