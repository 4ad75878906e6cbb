"""What the floors above add: the counters that every page rests on, and the moments that the clock brings."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

#: Called with a request that has been answered: names of counters, or None when its answer may not be kept.
version_names: list[Callable[[Any], tuple[str, ...] | None]] = []
#: Each tells a number; an answer during which one of them changes was made while something was away, and is not kept.
degradation_counters: list[Callable[[], int]] = []
#: Called with the moment at which the answer was begun: the next at which something shown changes by itself.
expiry_sources: list[Callable[[datetime.datetime], datetime.datetime | None]] = []


def find_dependencies(request: Any) -> tuple[str, ...] | None:
    found = [names(request) for names in version_names]
    if not found or None in found:
        return None
    return tuple(dict.fromkeys(name for names in found for name in names or ()))


def snapshot_degradation() -> tuple[int, ...]:
    return tuple(mark() for mark in degradation_counters)


def compute_expiry(now: datetime.datetime) -> float:
    """When an answer begun at ``now`` ends at the latest (seconds since 1970): at midnight here, or before."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time(0)))
    return min(moment.timestamp() for moment in (midnight, *_expiry_candidates(now)))


def _expiry_candidates(now: datetime.datetime) -> Iterable[datetime.datetime]:
    return (found for moment in expiry_sources if (found := moment(now)) is not None)
