"""When a job is due. Pure: times are aware datetimes, days are those of the datetime's own time zone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

#: The tolerated difference between the clocks of two machines.
CLOCK_SKEW = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Every:
    """Due every ``minutes`` minutes, counted from the last time it was due."""

    minutes: int

    @property
    def period(self) -> datetime.timedelta:
        return datetime.timedelta(minutes=self.minutes)

    def next_after(self, moment: datetime.datetime) -> datetime.datetime:
        return moment + self.period


@dataclass(frozen=True)
class Daily:
    """Due once a day at a local time, "HH:MM".

    >>> noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    >>> Daily("02:30").next_after(noon).isoformat(), Daily("23:00").next_after(noon).isoformat()
    ('2026-03-02T02:30:00+00:00', '2026-03-01T23:00:00+00:00')
    """

    at: str
    period = datetime.timedelta(days=1)

    def next_after(self, moment: datetime.datetime) -> datetime.datetime:
        time = datetime.time.fromisoformat(self.at)
        due = datetime.datetime.combine(moment.date(), time, moment.tzinfo)
        return due if due > moment else due + datetime.timedelta(days=1)


def is_too_far_ahead(due: datetime.datetime, now: datetime.datetime, schedule: Every | Daily) -> bool:
    """Whether the next run is more than a period away: the clock was ahead when it was stored.

    >>> now = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    >>> [is_too_far_ahead(now + datetime.timedelta(minutes=minutes), now, Every(5)) for minutes in (5, 6, 7)]
    [False, False, True]
    """
    return due > now + schedule.period + CLOCK_SKEW
