"""What cached pages depend on. Higher layers register version names, degradation counters and expiry sources here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

#: Called with an answered request. Returns version names, or ``None`` if the response must not be cached.
version_names: list[Callable[[Any], tuple[str, ...] | None]] = []
#: Each returns a number, which changes when a service is unavailable: a response made meanwhile is not cached.
degradation_counters: list[Callable[[], int]] = []
#: Called with the time at which the response was begun. Returns the next time at which content changes by itself.
expiry_sources: list[Callable[[datetime.datetime], datetime.datetime | None]] = []


def find_dependencies(request: Any) -> tuple[str, ...] | None:
    found = [names(request) for names in version_names]
    if not found or None in found:
        return None
    return tuple(dict.fromkeys(name for names in found for name in names or ()))


def snapshot_degradation() -> tuple[int, ...]:
    return tuple(mark() for mark in degradation_counters)


def compute_expiry(now: datetime.datetime) -> float:
    """Returns the expiry of a response begun at ``now`` (Unix time, seconds): local midnight at the latest."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time(0)))
    return min(moment.timestamp() for moment in (midnight, *_expiry_candidates(now)))


def _expiry_candidates(now: datetime.datetime) -> Iterable[datetime.datetime]:
    return (found for moment in expiry_sources if (found := moment(now)) is not None)
