"""Provisions as people write them ("khoản 2, 3 Điều 5 và Điều 7") ↔ fragments of addresses. Pure, no Django."""

from __future__ import annotations

import re
from typing import Any

from cms.legal.parsing.normalized_text import normalize
from cms.legal.parsing.provisions import find_paths

_WORDS = {"phan": "Phần", "chuong": "Chương", "muc": "Mục", "dieu": "Điều", "khoan": "khoản", "diem": "điểm"}


def provision_fragment(article: str | None, clause: str | None = None, point: str | None = None) -> str:
    """ "dieu-5-khoan-2-diem-dd": đ is a letter of its own in the alphabet of points, after d."""
    named = (("dieu", article), ("khoan", clause), ("diem", point))
    return "-".join(f"{word}-{ascii_value(value)}" for word, value in named if value)


def ascii_value(value: str) -> str:
    return value.lower().replace("đ", "dd")


def provision_fragments(text: str) -> tuple[str, ...]:
    """Fragments of the provisions that ``text`` names, in its order; what is not understood is left out.

    >>> provision_fragments("điểm d, đ khoản 1 Điều 14; Điều 5a"), provision_fragments("Phụ lục II")
    (('dieu-14-khoan-1-diem-d', 'dieu-14-khoan-1-diem-dd', 'dieu-5a'), ())
    """
    found: list[str] = []
    for run in re.split(r"[;\n]", text):
        shadow = normalize(run)
        for leaf in find_paths(shadow.text, shadow.folded, 0, len(shadow.folded)):
            found += _range(leaf)
    return tuple(dict.fromkeys(found))


def _range(leaf: Any) -> list[str]:
    """A range of plain articles ("Điều 5 đến Điều 9") names each of them."""
    if leaf.article is None:
        return []
    if leaf.until and leaf.clause is None and leaf.article.isdigit() and leaf.until.isdigit():
        first, last = int(leaf.article), int(leaf.until)
        if first < last <= first + 200:
            return [provision_fragment(str(number)) for number in range(first, last + 1)]
    return [provision_fragment(leaf.article, leaf.clause, leaf.point)]


def provision_in_words(anchor: str) -> str:
    """The smallest first, as it is quoted.

    >>> provision_in_words("dieu-5-khoan-2-diem-dd"), provision_in_words("chuong-ii")
    ('điểm đ khoản 2 Điều 5', 'Chương II')
    """
    parts = re.findall(r"(phan|chuong|muc|dieu|khoan|diem)-([^-]+)", anchor)
    words = [f"{_WORDS[kind]} {_written(kind, value)}" for kind, value in reversed(parts)]
    return " ".join(words)


def _written(kind: str, value: str) -> str:
    if kind in ("phan", "chuong"):
        return value.upper()
    return "đ" + value[2:] if kind == "diem" and value.startswith("dd") else value
