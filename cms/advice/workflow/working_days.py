"""Working days: Monday to Friday without Vietnam's holidays. Pure.

>>> add_working_days(datetime.date(2026, 4, 28), 3)  # 30 April and 1 May are holidays
datetime.date(2026, 5, 5)
>>> count_working_days(datetime.date(2026, 4, 29), datetime.date(2026, 5, 4))
1
"""

from __future__ import annotations

import datetime
from functools import lru_cache

import holidays

DAY = datetime.timedelta(days=1)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: datetime.date, working_days: int) -> datetime.date:
    """The working day that lies so many after ``day``."""
    while working_days > 0:
        day += DAY
        working_days -= is_working_day(day)
    return day


def count_working_days(first: datetime.date, last: datetime.date) -> int:
    """Working days after ``first`` up to ``last``; negative when ``last`` lies before."""
    if last < first:
        return -count_working_days(last, first)
    return sum(is_working_day(first + DAY * number) for number in range(1, (last - first).days + 1))
