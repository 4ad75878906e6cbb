"""Measures schools and keeps the numbers of the day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from cms.board.indicators import MeasuredSchool, MeasuringScope, all_indicators
from cms.board.measuring.goals import get_goals_on
from cms.board.models import Snapshot
from cms.core import versions
from cms.tenancy.models import School

BOARD_VERSION = "board"  # raised with every change of snapshots and targets
CHUNK_SIZE = 500
DAILY_RETENTION_DAYS = 60  # of every day; of the time before, Mondays
_SCHOOL_COLUMNS = (
    "pk", "code", "name", "short_name", "level", "commune", "site_id", "site__hostname", "collection_id",
    "home_page__path",
)  # fmt: skip


def list_measured_schools(schools: QuerySet[School]) -> tuple[MeasuredSchool, ...]:
    return tuple(MeasuredSchool(*row) for row in schools.order_by("pk").values_list(*_SCHOOL_COLUMNS))


def open_schools() -> QuerySet[School]:
    return School.objects.filter(closed_on=None)


def measure_values(schools: Iterable[MeasuredSchool], day: datetime.date) -> dict[int, dict[str, float | None]]:
    """School id → indicator code → value, measured now. Queries: a few per indicator, for any number of schools."""
    scope = MeasuringScope(day, tuple(schools))
    found: dict[int, dict[str, float | None]] = {school.pk: {} for school in scope.schools}
    for indicator in all_indicators():
        values = indicator.measure(scope)
        for school_id, row in found.items():
            row[indicator.code] = values.get(school_id)
    return found


def take_snapshots(schools: QuerySet[School] | None = None) -> int:
    """Measure (all open) schools and write today's snapshots; twice a day is the same as once. Returns their number."""
    day, now = timezone.localdate(), timezone.now()
    measured = list_measured_schools(open_schools() if schools is None else schools)
    goals, values = get_goals_on(day), measure_values(measured, day)
    rows = [
        Snapshot(
            school_id=school.pk, day=day, values=values[school.pk], measured_at=now,
            score=goals.score(school.level, values[school.pk]).points,
        )
        for school in measured
    ]  # fmt: skip
    Snapshot.objects.bulk_create(
        rows, CHUNK_SIZE, update_conflicts=True, unique_fields=["school", "day"],
        update_fields=["values", "score", "measured_at"],
    )  # fmt: skip
    versions.bump_versions(BOARD_VERSION)
    return len(rows)


def delete_old_snapshots() -> int:
    """Delete the snapshots of old days that are no Mondays; returns their number."""
    limit = timezone.localdate() - datetime.timedelta(days=DAILY_RETENTION_DAYS)
    return Snapshot.objects.filter(day__lt=limit).exclude(day__week_day=2).delete()[0]
