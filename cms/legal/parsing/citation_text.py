"""How a document is quoted, in the words of the law itself (always Vietnamese). Pure, no Django."""

from __future__ import annotations

import datetime
from collections.abc import Sequence


def date_in_words(day: datetime.date) -> str:
    """Nghị định 30/2020/NĐ-CP: days below 10 and the months 1 and 2 get a 0.

    >>> date_in_words(datetime.date(2023, 1, 8)), date_in_words(datetime.date(2023, 12, 28))
    ('ngày 08 tháng 01 năm 2023', 'ngày 28 tháng 12 năm 2023')
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


#: First words of subjects that follow the type ("Thông tư" + "Quy định về…" reads as one sentence).
_SUBJECT_STARTS = (
    "quy",
    "ban",
    "sửa",
    "hướng",
    "về",
    "phê",
    "bãi",
    "điều",
    "công",
    "thực",
    "tăng",
    "triển",
    "bổ",
    "đính",
    "thành",
    "hủy",
    "huỷ",
)


def full_title(type_name: str, title: str) -> str:
    """The title as the law prints it, type first; sources often leave the type out.

    >>> full_title("Thông tư", "Quy định về thư viện"), full_title("Luật", "Luật Trẻ em")
    ('Thông tư quy định về thư viện', 'Luật Trẻ em')
    >>> full_title("Bộ luật", "Dân sự")
    'Bộ luật Dân sự'
    """
    if not title or not type_name or title.casefold().startswith(type_name.casefold()):
        return title
    first = title.split(" ", 1)[0]
    if first.casefold() in _SUBJECT_STARTS:
        title = title[0].lower() + title[1:]
    return f"{type_name} {title}"


def short_name(type_name: str, number: str) -> str:
    """How one document names another: "Nghị định số 15/2020/NĐ-CP"; a document without number by its type.

    >>> short_name("Luật", "43/2019/QH14"), short_name("", "1581/BGDĐT-GDPT"), short_name("Hiến pháp", "Không số")
    ('Luật số 43/2019/QH14', 'Văn bản số 1581/BGDĐT-GDPT', 'Hiến pháp')
    """
    type_name = type_name or "Văn bản"
    return f"{type_name} số {number}" if any(character.isdigit() for character in number) else type_name


def join_names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " và " + names[-1] if names else ""


def format_citation(type_name: str, number: str, issued_on: datetime.date | None, issuers: Sequence[str]) -> str:
    """ "Thông tư số 47/2023/TT-BGDĐT ngày 28 tháng 12 năm 2023 của Bộ Giáo dục và Đào tạo"."""
    parts = [type_name or "Văn bản"]
    if any(character.isdigit() for character in number):
        parts.append(f"số {number}")
    if issued_on:
        parts.append(date_in_words(issued_on))
    if issuers:
        parts.append(f"của {join_names(issuers)}")
    return " ".join(parts)
