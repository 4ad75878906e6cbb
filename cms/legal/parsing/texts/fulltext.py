"""An article's text as paragraphs: clauses and points with stable anchors. Pure, no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLAUSE = re.compile(r"^(\d{1,3}[a-zđ]?)\.\s")
_POINT = re.compile(r"^([a-eđghiklm-vxyđ]\d?)\)\s")


@dataclass(frozen=True)
class Paragraph:
    """``kind``: clause, point or text; ``anchor`` ("dieu-5-khoan-2") is empty where none can be stable."""

    kind: str
    text: str
    anchor: str = ""
    label: str = ""


def paragraphs(text: str, anchor: str) -> list[Paragraph]:
    """Lines of an article. Clauses get anchors as long as they count upwards: what an article quotes from
    another one ("2. …" inside quotation marks) starts again and stays without.

    >>> [p.anchor for p in paragraphs("1. Một.\\n2. Hai:\\na) A;\\n\\n“1. Trích.”", "dieu-5")]
    ['dieu-5-khoan-1', 'dieu-5-khoan-2', 'dieu-5-khoan-2-diem-a', '']
    """
    found: list[Paragraph] = []
    taken: set[str] = set()
    clause = ""
    for line in (line.strip() for line in text.split("\n")):
        if not line:
            continue
        kind, own, label = "text", "", ""
        if match := _CLAUSE.match(line):
            own, label = f"{anchor}-khoan-{_ascii(match.group(1))}", f"Khoản {match.group(1)}"
            kind, clause = "clause", own
        elif match := _POINT.match(line):
            kind, own, label = "point", f"{clause or anchor}-diem-{_ascii(match.group(1))}", f"Điểm {match.group(1)}"
        if own in taken:
            own = ""
        taken.add(own)
        found.append(Paragraph(kind, line, own, label))
    return found


def _ascii(label: str) -> str:
    """ "đ" is a letter of its own in the alphabet of points, after "d"."""
    return label.replace("đ", "dd")
