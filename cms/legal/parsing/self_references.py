"""References of a law to itself: "khoản 2 Điều 5 Luật này", "điểm a khoản này". They mean something only inside
the law's own text, where the article (and clause) that the words stand in is known. Pure.

>>> text = "theo khoản 2 Điều 5 của Luật này và khoản 1 Điều này"
>>> [own.anchor for own in find_self_references(text, [(0, "dieu-9")])]
['dieu-5-khoan-2', 'dieu-9-khoan-1']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cms.legal.parsing.normalized_text import normalize
from cms.legal.parsing.provisions import ProvisionPath, find_groups, find_paths

_THIS_F = re.compile(
    r"(?:bo luat|luat|phap lenh|nghi quyet lien tich|nghi quyet|nghi dinh|quyet dinh|thong tu lien tich|thong tu"
    r"|quy che|quy dinh"
    r"|(?P<article>dieu)|(?P<clause>khoan)) nay\b"
)
_ARTICLE = re.compile(r"dieu-[0-9]+[a-z]*")
_CLAUSE = re.compile(r"dieu-[0-9]+[a-z]*-khoan-[0-9]+[a-z]*")
#: Acts that quote others: "Luật này" inside quotation marks is the quoted one.
_QUOTE = '"'


@dataclass(frozen=True, slots=True)
class SelfReference:
    """``text[start:end]`` names the provision ``anchor`` of the text's own document."""

    start: int
    end: int
    anchor: str


def find_self_references(text: str, anchors: Sequence[tuple[int, str]]) -> list[SelfReference]:
    """``anchors``: offsets in ``text`` at which the elements of the document with these ids begin."""
    shadow = normalize(text)
    articles = [(offset, name) for offset, name in anchors if _ARTICLE.match(name)]
    if not articles:
        return []
    places = [offset for offset, _name in articles]
    ends = {found.start(): found for found in _THIS_F.finditer(shadow.folded)}
    own: list[SelfReference] = []
    for group in find_groups(shadow.folded):
        this = ends.get(group.end())
        if this is None:
            continue
        where = bisect_right(places, shadow.start(this.start())) - 1
        if where < 0 or _quoted(shadow.folded, this.start()):
            continue
        for leaf in find_paths(shadow.text, shadow.folded, group.start(1), group.end(1)):
            if anchor := _anchor(leaf, this, articles[where][1]):
                own.append(SelfReference(shadow.start(leaf.start), shadow.end(leaf.end), anchor))
    return own


def _anchor(leaf: ProvisionPath, this: re.Match, here: str) -> str:
    point = leaf.point and ("dd" if leaf.point == "đ" else leaf.point)
    if this["clause"]:
        clause = _CLAUSE.match(here)
        return f"{clause.group()}-diem-{point}" if clause and point and not leaf.clause and not leaf.article else ""
    if this["article"]:
        article = None if leaf.article else _ARTICLE.match(here)
        base = article.group() if article else ""
    else:
        base = f"dieu-{leaf.article}" if leaf.article else ""
    parts = (base, leaf.clause and f"khoan-{leaf.clause}", point and f"diem-{point}")
    return "-".join(part for part in parts if part) if base else ""


def _quoted(folded: str, at: int) -> bool:
    """Inside quotation marks, counted from the last empty line."""
    return folded.count(_QUOTE, folded.rfind("|", 0, at) + 1, at) % 2 == 1
