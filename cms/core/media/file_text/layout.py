"""Tables: data tables give one line per row, layout tables give the lines of each cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Text of layout tables, which only set the head or the signature of a document side by side.
_LAYOUT = re.compile(
    r"C[ỘÔ]NG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|N[ơƠ]i\s+nh[ậẬ]n\s*:"
    r"|(?:^|\s)Số\s*:\s*\d{0,5}\s*/|,\s*ngày\s*\d{0,2}\s*tháng\s*\d{0,2}\s*năm"
    r"|\b(?:KT|TM|TL|TUQ)\.\s*[A-ZĐÀ-Ỹ]{2}"
    r"|(?-i:(?:^|(?<=\s))(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC"
    r"|CHÁNH ÁN|VIỆN TRƯỞNG|THỐNG ĐỐC|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG|TỔNG THANH TRA"
    r"|TỔNG KIỂM TOÁN|BÍ THƯ|TỔNG THƯ KÝ|VỤ TRƯỞNG)(?:[ \n]|$))",
    re.IGNORECASE,
)


def is_layout(text: str) -> bool:
    """
    >>> is_layout("BỘ MẪU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), is_layout("Lớp Số tiết")
    (True, False)
    """
    return bool(_LAYOUT.search(text[:5000]))


_HYPHEN = re.compile(r"[A-ZĐÀ-Ỹ\d]-$")


def join_lines(first: str, second: str) -> str:
    """Joins two lines that a margin has broken; a document number is broken after its hyphen.

    >>> join_lines("theo Nghị định số 30/2020/NĐ-", "CP của Chính phủ")
    'theo Nghị định số 30/2020/NĐ-CP của Chính phủ'
    """
    return f"{first}{second}" if _HYPHEN.search(first) and second[:1].isupper() else f"{first} {second}"


def join_cells(cells: Iterable[str]) -> str:
    """Returns a table row as one line."""
    return " | ".join(filter(None, (" ".join(cell.split()) for cell in cells)))
