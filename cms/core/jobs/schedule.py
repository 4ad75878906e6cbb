"""When a job is due. Pure: moments are aware datetimes, days are those of the moment's own time zone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Every:
    """Again so many minutes after the last time it was due."""

    minutes: int

    def next_after(self, moment: datetime.datetime) -> datetime.datetime:
        return moment + datetime.timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Daily:
    """Once a day at a local time, "HH:MM".

    >>> noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    >>> Daily("02:30").next_after(noon).isoformat(), Daily("23:00").next_after(noon).isoformat()
    ('2026-03-02T02:30:00+00:00', '2026-03-01T23:00:00+00:00')
    """

    at: str

    def next_after(self, moment: datetime.datetime) -> datetime.datetime:
        time = datetime.time.fromisoformat(self.at)
        due = datetime.datetime.combine(moment.date(), time, moment.tzinfo)
        return due if due > moment else due + datetime.timedelta(days=1)
