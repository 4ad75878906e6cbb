"""Lines as a PDF prints them → lines as they were written. Pure."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

from cms.core.media.file_text.layout import join_lines
from cms.core.text import normalize_nfc
from cms.legal.parsing.texts.structure import clean_lines
from cms.legal.parsing.texts.structure_lines import find_head, in_capitals, is_wrapped

_BEGINS = re.compile(
    r"^(?:\d{1,3}[a-zđ]?[.)](?:\s|$)|[a-zđ]\d?\)\s|[-–+•*]\s|[IVX]{1,5}[.)]\s|Căn cứ\b|Theo đề nghị\b|Nơi nhận\b"
    r"|[“\"]Điều\b)"
)
_ENDS = re.compile(r"[.;:!?…/][”\"]?$")
_RULE = re.compile(r"^[\W_]+$")
_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,3}[-–\s]*$")
#: Where a text that lost its lines has to begin new ones.
_HEADS = re.compile(
    r"\s+(?=(?:Phần thứ\s|Chương\s+[IVXLC]+\b|Mục\s+\d+\b|Điều\s+\d+[a-zđ]?\.\s|Căn cứ\s|Nơi nhận:))|"
    r"(?<!Điều)(?<!Khoản)(?<!khoản)\s+(?=\d{1,2}\.\s+[A-ZĐÀ-Ỹ])|"
    r"(?<=[;:.])\s+(?=[a-zđ]\)\s)"
)  # fmt: skip


def unwrap_lines(pages: Sequence[str]) -> list[str]:
    """Lines of pages, those joined again that only the margin has broken; page numbers are left out.

    >>> page = "Điều 1. Phạm vi\\nNghị định này quy định mức lương của người \\nlao động.\\n1. Một"
    >>> unwrap_lines([page, "2\\nđoạn."])
    ['Điều 1. Phạm vi', 'Nghị định này quy định mức lương của người lao động.', '1. Một đoạn.']
    """
    lines = [line for page in pages for line in _of_page(page)]
    if _one_word_a_line(lines):
        return clean_lines(_HEADS.sub("\n", " ".join(lines)))
    width = _width(lines)
    found: list[str] = []
    last = ""  # the line above as it was printed
    for line in lines:
        if found and _goes_on(last, found[-1], line, width):
            found[-1] = join_lines(found[-1], line)
        else:
            found.append(line)
        last = line
    return found


def _of_page(page: str) -> list[str]:
    lines = clean_lines(normalize_nfc(page))
    for place in (0, -1):
        if lines and _PAGE_NUMBER.match(lines[place]):
            del lines[place]
    return lines


def _one_word_a_line(lines: Sequence[str]) -> bool:
    """Some programs write every word by itself."""
    return len(lines) > 50 and statistics.mean(line.count(" ") + 1 for line in lines) < 2


def _width(lines: Sequence[str]) -> int:
    """Characters of a full line."""
    long = sorted(map(len, lines))[-max(1, len(lines) // 5) :]
    return int(statistics.median(long)) if long else 0


def _goes_on(last: str, begun: str, line: str, width: int) -> bool:
    if find_head(line) and is_wrapped(line, last):  # "… theo quy định tại" / "Điều 142."
        return True
    if _RULE.match(line) or _BEGINS.match(line) or find_head(line) or in_capitals(line) or in_capitals(last):
        return False
    if line[0].islower():
        return not _ENDS.search(last) or len(last) >= 0.8 * width
    return not _ENDS.search(last) and len(last) >= 0.8 * width and not (find_head(begun) and begun == last)
