"""Finds what may name a person before a text goes out: names, telephone and card numbers, addresses. Pure.

It asks, it does not decide: "Nguyễn Thị Minh Khai" may be a street. What it misses a person has to see.

>>> [found.text for found in find_personal_data("Cháu Nguyễn Thị Hoa lớp 7A, mẹ là chị Lan, ĐT 0912 345 678.")]
['Nguyễn Thị Hoa', 'lớp 7A', 'chị Lan', '0912 345 678']
>>> text = "CCCD 001203004567, thư a.b@example.vn, Điều 6 Luật Trẻ em 2016, 144/2021/NĐ-CP"
>>> [found.kind for found in find_personal_data(text)]
['card', 'mail']
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_WORD = rf"[{_UPPER}][^\W\d_]*"
#: Family names: nine of ten people have one of these.
_FAMILY_NAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Lâm|Mai|Trịnh|Đào|Cao|Hà|Lương|"
    "Tạ|Tô|Triệu|Chu|Châu|Vương|Thái|Quách|Kiều|Phùng|Tống|Nông|Lò|Vi|Giàng|Thào|Hà|La|Mạc|Nghiêm|Doãn|Khuất|Bạch|Tăng"
)
_TITLE = "em|cháu|bé|con|bạn|cô|thầy|anh|chị|ông|bà|bác|chú|dì|cậu|mợ"
#: After a title these begin an office, not a name.
_NOT_A_NAME = frozenset(
    ("Hiệu", "Phó", "Giáo", "Chủ", "Tổng", "Bí", "Trưởng", "Công", "Thư", "Việt", "Nam", "Luật", "Điều", "Bộ", "Sở",
     "Phòng", "Ủy", "Trường", "Nhà", "Ban", "Hội")
)  # fmt: skip
_PATTERNS = (
    ("mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("card", re.compile(r"(?<![\d/.-])(?:\d{12}|\d{9})(?![\d/-])")),
    ("phone", re.compile(r"(?<![\d/])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d/])")),
    ("name", re.compile(rf"\b(?:{_FAMILY_NAMES})(?:\s+{_WORD}){{1,4}}")),
    ("name", re.compile(rf"\b(?i:{_TITLE})\s+({_WORD})(?:\s+{_WORD}){{0,3}}")),
    ("class", re.compile(r"\b[Ll]ớp\s+\d{1,2}\s?[A-Z]\d{0,2}\b")),
)


@dataclass(frozen=True)
class PersonalDataMatch:
    kind: str
    text: str
    start: int


def find_personal_data(text: str) -> list[PersonalDataMatch]:
    """In the order of the text; what lies within something found before is not told twice."""
    taken: list[tuple[int, int]] = []
    found = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < last and end > first for first, last in taken):
                continue
            if match.groups() and match.group(1) in _NOT_A_NAME:
                continue
            taken.append((start, end))
            found.append(PersonalDataMatch(kind, match.group(), start))
    return sorted(found, key=lambda one: one.start)


def compute_fingerprint(found: list[PersonalDataMatch]) -> str:
    """Changes when something stands there that was not seen before."""
    return "|".join(sorted({one.text for one in found}))
