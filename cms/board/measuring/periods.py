"""Stretches of time that are reported on: quarter, calendar year, school year (September to August). Pure."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import Enum

_CODE_PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:q(?P<quarter>[1-4])|(?P<next>\d{4})))?")
_ROMAN_NUMERALS = ("I", "II", "III", "IV")


class PeriodKind(Enum):
    QUARTER = "quarter"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


@dataclass(frozen=True)
class Period:
    """``first`` and ``last`` day, both included."""

    kind: PeriodKind
    first: datetime.date
    last: datetime.date

    @property
    def code(self) -> str:
        """As in addresses: "2026-q4", "2026", "2026-2027"."""
        if self.kind is PeriodKind.QUARTER:
            return f"{self.first.year}-q{self.quarter}"
        return f"{self.first.year}" if self.kind is PeriodKind.YEAR else f"{self.first.year}-{self.last.year}"

    @property
    def quarter(self) -> int:
        return (self.first.month + 2) // 3

    @property
    def roman_quarter(self) -> str:
        return _ROMAN_NUMERALS[self.quarter - 1]

    def share_until(self, day: datetime.date) -> float:
        """Part of the period that has passed at the end of ``day``, 0 to 1."""
        passed = (min(day, self.last) - self.first).days + 1
        return max(0.0, passed / ((self.last - self.first).days + 1))


def quarter_of(day: datetime.date) -> Period:
    month = 3 * ((day.month - 1) // 3) + 1
    following = datetime.date(day.year + (month == 10), month % 12 + 3 if month < 10 else 1, 1)
    return Period(PeriodKind.QUARTER, datetime.date(day.year, month, 1), following - datetime.timedelta(days=1))


def year_of(day: datetime.date) -> Period:
    return Period(PeriodKind.YEAR, datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31))


def school_year_of(day: datetime.date) -> Period:
    year = day.year if day.month >= 9 else day.year - 1
    return Period(PeriodKind.SCHOOL_YEAR, datetime.date(year, 9, 1), datetime.date(year + 1, 8, 31))


def parse_period(code: str) -> Period | None:
    """The period of ``code`` (see ``Period.code``); ``None`` for anything else."""
    found = _CODE_PATTERN.fullmatch(code)
    if not found or not 1900 <= (year := int(found["year"])) <= 9000:
        return None
    if found["quarter"]:
        return quarter_of(datetime.date(year, 3 * int(found["quarter"]), 1))
    if found["next"]:
        return school_year_of(datetime.date(year, 9, 1)) if int(found["next"]) == year + 1 else None
    return year_of(datetime.date(year, 1, 1))
