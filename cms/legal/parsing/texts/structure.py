"""A document's text taken apart: Phần, Chương, Mục, Điều, annexes, with stable anchors. Pure, no Django.

``parse_structure`` reads lines of plain text (``cms.core.media.file_text.html.html_lines`` makes them from HTML). Every
word of the text is in exactly one node, in order. Clauses and points stay lines of their article (``fulltext``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.core.text import normalize_nfc, slugify_vi
from cms.legal.parsing.texts import structure_lines as lines_
from cms.legal.parsing.texts.structure_lines import LineHead, Quotes

PREAMBLE, PART, CHAPTER, SECTION, ARTICLE = "preamble", "part", "chapter", "section", "article"
ANNEX, CLOSING = "annex", "closing"
_RANK = {ANNEX: 0, PART: 1, CHAPTER: 2, SECTION: 3, "subsection": 4, ARTICLE: 5}


@dataclass(frozen=True)
class Node:
    """``label`` as printed ("Điều 5"), ``number`` of it ("5"), ``text`` lines without the heading; ``anchor`` is the
    fragment on the document's page, ``parent`` the anchor of the node above, empty at the top."""

    kind: str
    number: str
    label: str
    heading: str
    text: str
    anchor: str
    parent: str = ""


@dataclass
class _Open:
    """A node that still takes lines."""

    head: LineHead
    anchor: str
    parent: str
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def close(self) -> Node:
        kind = SECTION if self.head.kind == "subsection" else self.head.kind
        return Node(
            kind,
            self.head.number,
            self.head.label,
            " ".join(self.heading),
            "\n".join(self.text),
            self.anchor,
            self.parent,
        )


def clean_lines(text: str) -> list[str]:
    """Lines in canonical spelling; those that hold nothing are left out."""
    text = normalize_nfc(re.sub("\r\n?|[\u2028\u2029\x0b\x0c]", "\n", text))
    found = (re.sub(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+", " ", line).strip() for line in text.split("\n"))
    return [line for line in found if line]


def parse_structure(text: str | Iterable[str]) -> tuple[Node, ...]:
    """The nodes of a text in its order; the same text gives the same nodes and anchors.

    >>> text = "Chương I\\nQUY ĐỊNH CHUNG\\nĐiều 1. Phạm vi\\n1. Một."
    >>> [(node.anchor, node.heading) for node in parse_structure(text)]
    [('chuong-i', 'QUY ĐỊNH CHUNG'), ('dieu-1', 'Phạm vi')]
    """
    lines = clean_lines(text if isinstance(text, str) else "\n".join(text))
    articles = any(head and head.kind == ARTICLE for head in map(lines_.find_head, lines))
    reader = _Reader(articles)
    for line in lines:
        reader.read(line)
    return reader.nodes()


class _Reader:
    def __init__(self, articles: bool):
        self.articles = articles
        self.quotes = Quotes()
        self.taken: set[str] = set()
        self.done: list[_Open] = []
        self.stack: list[_Open] = []
        self.closed = False  # signatures and recipients have begun
        self.begun = False  # the first article stands: a signature above it is none of the closing
        self.above = ""

    def nodes(self) -> tuple[Node, ...]:
        return tuple(found.close() for found in self.done)

    def read(self, line: str) -> None:
        quoted = self.quotes.reads(line)
        head = None if quoted else self._head(line)
        self.above = line
        if head is not None:
            self._open(head)
        elif not quoted and not self.closed and self.begun and self.articles and lines_.is_closing(line):
            self._open(LineHead(CLOSING, "", "", line))
        elif not self.done:
            self._open(LineHead(PREAMBLE, "", "", line))
        else:
            self._continue(line)

    def _head(self, line: str) -> LineHead | None:
        if lines_.is_attachment(line) and self.done:
            return self._attachment(line)
        if " | " in line:  # a row of a table
            return None
        head = lines_.find_head(line) if self.articles else lines_.find_plan_head(line)
        if head is None or (head.kind == ARTICLE and lines_.is_wrapped(line, self.above)):
            return None
        if head.kind == ARTICLE:
            self.begun = True
            if head.number == "1" and self.quotes.last:  # forms and regulations after the signature count anew
                self._open(LineHead(ANNEX, "", ""))
            self.quotes.article(head.number)
        return head

    def _attachment(self, line: str) -> LineHead | None:
        """ "(Ban hành kèm theo …)" names what its title, the capitals above it, begins."""
        last = self.done[-1]
        if last.head.kind == ANNEX and not last.text:
            return None
        title: list[str] = []
        while last.text and len(title) < 5 and lines_.in_capitals(last.text[-1]):
            title.insert(0, last.text.pop())
        return LineHead(ANNEX, "", " ".join(title), line) if title else None

    def _open(self, head: LineHead) -> None:
        self.closed = head.kind == CLOSING
        if head.kind in (PREAMBLE, CLOSING):
            self.stack = []
        elif head.kind == ANNEX:
            self.stack = []
            self.quotes.article("0")
        else:
            rank = _RANK[head.kind]
            self.stack = [found for found in self.stack if _RANK[found.head.kind] < rank]
        parent = self.stack[-1] if self.stack else None
        found = _Open(head, self._anchor(head), parent.anchor if parent else "")
        self._take_rest(found, head)
        if head.kind not in (PREAMBLE, CLOSING):
            self.stack.append(found)
        self.done.append(found)

    def _take_rest(self, found: _Open, head: LineHead) -> None:
        if not head.rest:
            return
        heading = head.kind not in (PREAMBLE, CLOSING, ANNEX) and lines_.is_heading(head.rest, head.kind == ARTICLE)
        (found.heading if heading else found.text).append(head.rest)

    def _continue(self, line: str) -> None:
        found = self.done[-1]
        dividing = found.head.kind in (PART, CHAPTER, SECTION, "subsection", ANNEX)
        if dividing and not found.text and len(found.heading) < 4 and self._goes_on(found, line):
            found.heading.append(line)
        else:
            found.text.append(line)

    def _goes_on(self, found: _Open, line: str) -> bool:
        """Titles of chapters stand on lines of their own, in capitals or as the first line after the number."""
        return self.articles and (lines_.in_capitals(line) or (not found.heading and lines_.is_heading(line, False)))

    def _anchor(self, head: LineHead) -> str:
        within = next((found.anchor for found in self.stack if found.head.kind == ANNEX), "")
        name = self._name(head)
        tries = [name]
        if head.kind in (SECTION, "subsection") and self.stack:
            tries = [f"{self.stack[-1].anchor}-{name}"]
        elif within:
            tries = [f"{within}-{name}"]
        if head.kind in (CHAPTER, SECTION) and self.stack:
            tries.append(f"{self.stack[-1].anchor}-{name}")
        number = 2
        while tries[0] in self.taken:
            tries.pop(0)
            if not tries:
                tries, number = [f"{name if not within else f'{within}-{name}'}-lan-{number}"], number + 1
        anchor = tries[0][:80].strip("-")
        self.taken.add(anchor)
        return anchor

    @staticmethod
    def _name(head: LineHead) -> str:
        number = head.number.lower().replace("đ", "dd")
        if head.kind == ANNEX:
            return (
                f"phu-luc-{slugify_vi(number)}".strip("-")
                if head.label.casefold().startswith("phụ lục")
                else "kem-theo"
            )
        word = {
            PREAMBLE: "mo-dau",
            CLOSING: "ket",
            PART: "phan",
            CHAPTER: "chuong",
            SECTION: "muc",
            "subsection": "tieu-muc",
            ARTICLE: "dieu",
        }[head.kind]
        return f"{word}-{slugify_vi(number)}".strip("-")
