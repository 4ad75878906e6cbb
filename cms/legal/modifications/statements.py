"""Splits a document's provisions into statements: each line with its place and the lines that introduce it.

"2. Các văn bản sau đây hết hiệu lực: / a) Nghị định số …" is two statements; the first introduces the second. Text that
the provisions quote from others is no statement, and quotations inside a line are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.core.text import normalize_nfc
from cms.legal.modifications.records import Provision
from cms.legal.parsing.texts.fulltext import paragraphs

_LABEL = re.compile(r"^(?:\d{1,3}[a-zđ]?(?:\.\d{1,2})?[.)]|[a-zđ]\d?\)|[-–+•])\s*")
_QUOTED = re.compile(r"[“«][^“”«»]*[”»]")
_BEGINS_ANEW = re.compile(r"^\d{1,3}\.\s(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Thay|Bỏ)\b")
_SENTENCE = re.compile(r"(?<=[^\W\d_][^\W\d_])\.\s+(?=[A-ZĐÀ-Ỹ])|(?<=\d)\.\s+(?=[A-ZĐÀ-Ỹ][a-zà-ỹ]+\s+[a-zà-ỹ])")
MASK = "·"


@dataclass(frozen=True, slots=True)
class Statement:
    """``text`` as printed; ``words`` have the same length, with quotations masked but labels readable; ``begin`` is
    where the words after the label begin. ``leads``: the lines above that introduce it, the outermost first."""

    text: str
    words: str
    begin: int
    place: str
    anchor: str
    leads: tuple[str, ...] = ()

    def sentences(self) -> list[tuple[int, int]]:
        """Returns the offsets of its sentences."""
        cuts = [found.end() for found in _SENTENCE.finditer(self.words, self.begin)]
        starts = [self.begin, *cuts]
        return list(zip(starts, [*cuts, len(self.words)], strict=True))


def mask_quotations(text: str) -> str:
    return _QUOTED.sub(lambda found: found.group()[0] + MASK * (len(found.group()) - 2) + found.group()[-1], text)


def split_statements(provision: Provision) -> Iterator[Statement]:
    heading = normalize_nfc(provision.heading).strip()
    if heading:
        yield _statement(heading, provision.label, provision.anchor, ())
    top = [heading] if heading else []
    clause: list[str] = []  # leads of the current clause
    clause_label, depth = "", 0
    for paragraph in paragraphs(normalize_nfc(provision.text), provision.anchor or "dieu"):
        line = paragraph.text
        if depth and _BEGINS_ANEW.match(line):
            depth = 0
        quoted = depth > 0 or line.startswith(("“", "«", '"'))
        depth = max(0, depth + line.count("“") + line.count("«") - line.count("”") - line.count("»"))
        if quoted:
            continue
        if paragraph.kind == "clause":
            clause, clause_label = [], paragraph.label.lower()
        leads = (*top, *clause)
        label = " ".join(filter(None, (_point(paragraph.label), clause_label, provision.label)))
        yield _statement(line, label, paragraph.anchor if provision.anchor else "", leads)
        if line.rstrip().endswith(":"):
            (clause if clause_label else top).append(mask_quotations(line))


def _point(label: str) -> str:
    return label.lower() if label.startswith("Điểm") else ""


def _statement(text: str, place: str, anchor: str, leads: tuple[str, ...]) -> Statement:
    label = _LABEL.match(text)
    return Statement(text, mask_quotations(text), label.end() if label else 0, place, anchor, leads)
