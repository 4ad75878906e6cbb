"""The day from which a modification clause takes effect: stated, or that of its own document.

>>> from cms.legal.modifications.effective_dates import find_stated_day
>>> find_stated_day("hết hiệu lực kể từ ngày 01 tháng 7 năm 2025")
datetime.date(2025, 7, 1)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from cms.legal.modifications.records import DAY_OWN, DAY_STATED, DAY_UNKNOWN, Document

_DATE = r"(?:ngày\s+)?(\d{1,2})\s*(?:/|-|tháng)\s*(\d{1,2})\s*(?:/|-|năm)\s*(\d{4})"
_THIS = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Thông tư liên tịch|Thông tư"
    r"|Chỉ thị|Lệnh) này"
)
_STATED = re.compile(rf"(?:kể từ|từ|vào|sau|đến hết|đến)\s+{_DATE}", re.IGNORECASE)
#: "kể từ ngày Luật này có hiệu lực (thi hành)", "sau khi Nghị định này có hiệu lực", "kể từ ngày Luật này được thi
#: hành".
_WITH_THIS = re.compile(
    rf"(?:kể từ|từ|vào)\s+(?:ngày|thời điểm)\s+{_THIS}\s+(?:chính thức\s+)?(?:có hiệu lực|được thi hành|thi hành)"
    rf"|(?:sau )?khi {_THIS} có hiệu lực",
    re.IGNORECASE,
)
_OWN = re.compile(rf"^(?:{_THIS})(?:\s+(?:này|đã|sẽ|chính thức))*\s+có hiệu lực", re.IGNORECASE)
_OWN_DAY = re.compile(rf"(?:{_THIS})[^.;]{{0,60}}?có hiệu lực(?: thi hành)?\s*(?:kể\s+)?từ\s+{_DATE}", re.IGNORECASE)
#: "Điều 24 của Nghị định này có hiệu lực thi hành từ ngày …": an article with a day of its own.
_PART_DAY = re.compile(r"có hiệu lực(?: thi hành)?\s*(?:kể\s+)?từ\s+(?:ngày\s+)?\d", re.IGNORECASE)
_ARTICLES = re.compile(r"(?:Điều|các điều)\s+((?:\d+[a-zđ]?(?:\s*(?:,|và)\s*)?)+)", re.IGNORECASE)


def day_of(day: str, month: str, year: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def find_stated_day(words: str) -> datetime.date | None:
    """Returns the day after "kể từ ngày" or "từ ngày"; None where there is none."""
    found = _STATED.search(words)
    return day_of(*found.groups()) if found else None


def document_effective_day(document: Document) -> datetime.date | None:
    """Returns the day that the sources state, else the one that the document's own text states."""
    if document.effective_from is not None:
        return document.effective_from
    for provision in reversed(document.provisions):
        if found := _OWN_DAY.search(provision.text):
            return day_of(*found.groups())
    return None


def later_effective_articles(document: Document) -> frozenset[str]:
    """Returns the numbers of the articles that come into force on a day of their own."""
    numbers: set[str] = set()
    for provision in document.provisions:
        for line in provision.text.split("\n"):
            own = re.search(rf"(?:của )?{_THIS}\s+có hiệu lực", line)
            if not _PART_DAY.search(line) or not own or _OWN.match(re.sub(r"^\d+\.\s*", "", line)):
                continue
            for found in _ARTICLES.finditer(line[: own.start()]):
                numbers.update(re.findall(r"\d+[a-zđ]?", found.group(1)))
    return frozenset(numbers)


def clause_day(sentence: str, leads: Iterable[str], own: datetime.date | None) -> tuple[datetime.date | None, str]:
    """Returns (day, its origin) of a modification clause in ``sentence`` under ``leads``; ``own`` is the day from which
    its document is in force."""
    for words in (sentence, *reversed(list(leads))):
        if _WITH_THIS.search(words):
            return own, DAY_OWN if own else DAY_UNKNOWN
        begins = _OWN_DAY.search(words)
        if begins and (day := day_of(*begins.groups())):
            return day, DAY_OWN
        if day := find_stated_day(words):
            return day, DAY_STATED
    return own, DAY_OWN if own else DAY_UNKNOWN
