"""Consolidated texts (văn bản hợp nhất): what they are, and which document one consolidates. Pure, no Django.

A consolidated text repeats a document as it reads with its amendments and has no force of its own (Pháp lệnh
01/2012/UBTVQH13 Điều 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cms.core.text import fold_diacritics
from cms.legal.parsing.citation_finder import find_citations

TYPE = "Văn bản hợp nhất"
SYMBOL = "VBHN"
#: Lines below the head in which the text says what it consolidates.
_LINES = 25

_HEAD = re.compile(
    r"^(?:văn bản hợp nhất)?\s*(?:số\s*:?\s*)?(?:\d+\s*/\s*(?:\d{4}\s*/\s*)?VBHN\S*)?\s*(?:hợp nhất\s+)?", re.IGNORECASE
)
_BASE = re.compile(r"\bcó hiệu lực\b", re.I)


def is_consolidated(type_name: str, number: str) -> bool:
    return SYMBOL in number.upper() or fold_diacritics(type_name) == fold_diacritics(TYPE)


def base_words(title: str, lines: Iterable[str]) -> str:
    """Words for the one document that the text surely consolidates ("Nghị định số 24/2016/NĐ-CP"); empty where it does
    not say so plainly.

    Certain are a title that begins with a number, and the line that such texts have below their head: a document with
    its number and the day from which it is in force, before the list of what amended it.

    >>> base_words("Nghị định quy định chế độ quản lý ngân quỹ nhà nước",
    ...            ["Nghị định số 24/2016/NĐ-CP ngày 05/4/2016 của Chính phủ, có hiệu lực kể từ ngày 01/01/2017"])
    'Nghị định số 24/2016/NĐ-CP'
    >>> base_words("Quy định chi tiết một số điều của Luật số 84/2015/QH13", [])
    ''
    """
    if words := _begins_with(_HEAD.sub("", title.strip(), count=1)):
        return words
    for line in list(lines)[:_LINES]:
        if _BASE.search(line) and (words := _begins_with(line.strip())):
            return words
    return ""


def _begins_with(text: str) -> str:
    """The document that a text begins with, by type and number, alone: a title may go on after it, but amends
    nothing."""
    found = next(iter(find_citations(text)), None)
    if found is None or found.doc_start > 0 or found.start > 0 or not found.number or found.partial_number:
        return ""
    if SYMBOL in found.number.upper() or found.type is None:
        return ""
    return f"{found.type} số {found.number}"
