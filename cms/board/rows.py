"""The board's rows: each school with its snapshot, lights, score and trend, as of a day. A handful of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from cms.board.goals import Goals, goals_on
from cms.board.indicators import Indicator, MeasuredSchool, board_indicators
from cms.board.lights import Light
from cms.board.measure import measured_schools
from cms.board.models import Snapshot
from cms.tenancy.models import GoverningAuthority, School, SchoolAuthority
from cms.tenancy.school_chooser import search_schools

TREND_MONTHS = 6


@dataclass(frozen=True)
class Filters:
    """What is looked at. ``grades``: lights of the whole school; empty means all. ``school_id``: one school alone."""

    day: datetime.date
    query: str = ""
    authority: GoverningAuthority | None = None
    commune: str = ""
    level: str = ""
    grades: frozenset[Light] = frozenset()
    school_id: int | None = None


@dataclass(frozen=True)
class Mark:
    """One number of a school with its light."""

    indicator: Indicator
    value: float | None
    light: Light

    @property
    def text(self) -> str:
        return self.indicator.text(self.value)


@dataclass(frozen=True)
class Row:
    school: MeasuredSchool
    marks: tuple[Mark, ...]
    score: int | None
    grade: Light
    trend: tuple[int, ...]  # scores of the last months, the newest last
    values: dict[str, float | None]  # of every indicator, by code

    @property
    def change(self) -> int | None:
        return self.trend[-1] - self.trend[0] if len(self.trend) > 1 else None


@dataclass(frozen=True)
class Board:
    """``counts`` and ``shares`` are about the schools of all grades. ``measured_at``: when the newest of the numbers
    was taken; ``None`` when there are none. ``shares``: indicator code → percent of the schools that are green."""

    filters: Filters
    goals: Goals
    rows: list[Row]
    measured_at: datetime.datetime | None
    counts: dict[Light, int]
    shares: dict[str, float]


def schools_as_of(filters: Filters) -> QuerySet[School]:
    """Schools that were open on the day and match; those of an authority include those of the authorities below it."""
    found = School.objects.filter(Q(closed_on=None) | Q(closed_on__gt=filters.day))
    if filters.school_id:
        found = found.filter(pk=filters.school_id)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.commune:
        found = found.filter(commune=filters.commune)
    if filters.authority:
        governed = SchoolAuthority.objects.as_of(filters.day).filter(authority__in=_with_those_below(filters.authority))
        found = found.filter(pk__in=governed.values("school"))
    return search_schools(found, filters.query) if filters.query else found


def _with_those_below(authority: GoverningAuthority) -> set[int]:
    children = defaultdict(list)
    for pk, parent in GoverningAuthority.objects.values_list("pk", "parent"):
        children[parent].append(pk)
    found, queue = set(), [authority.pk]
    while queue:
        found.add(one := queue.pop())
        queue += [pk for pk in children[one] if pk not in found]
    return found


def _snapshots(schools: QuerySet[School], day: datetime.date) -> dict[int, Snapshot]:
    """The newest snapshot of each school that is not younger than ``day`` (and at most a month older)."""
    recent = Snapshot.objects.filter(
        day__range=(day - datetime.timedelta(days=31), day), school__in=schools.order_by().values("pk")
    )
    latest = recent.values("school").annotate(newest=Max("day")).values_list("school", "newest")
    days = defaultdict(list)
    for school, newest in latest:
        days[newest].append(school)
    rows = recent.filter(day__in=days)
    wanted = {(school, newest) for newest, ids in days.items() for school in ids}
    return {row.school_id: row for row in rows if (row.school_id, row.day) in wanted}


def _trends(schools: QuerySet[School], day: datetime.date) -> dict[int, tuple[int, ...]]:
    """The last score of each of the last months."""
    first = (day.replace(day=1) - datetime.timedelta(days=31 * (TREND_MONTHS - 1))).replace(day=1)
    rows = Snapshot.objects.filter(
        day__range=(first, day), score__isnull=False, school__in=schools.order_by().values("pk")
    )
    ends = rows.values("school", "day__year", "day__month").annotate(last=Max("day")).values_list("last", flat=True)
    days = set(ends)
    scores: dict[int, dict[tuple[int, int], tuple[datetime.date, int]]] = defaultdict(dict)
    for school, on, points in rows.filter(day__in=days).values_list("school", "day", "score"):
        month = scores[school]
        key = (on.year, on.month)
        if key not in month or month[key][0] < on:
            month[key] = (on, points)
    return {school: tuple(points for _on, points in sorted(month.values())) for school, month in scores.items()}


def board(filters: Filters) -> Board:
    """All rows, the lowest score first. Past days show what was measured then, with the targets of that day."""
    goals = goals_on(filters.day)
    schools = schools_as_of(filters)
    snapshots, trends = _snapshots(schools, filters.day), _trends(schools, filters.day)
    rows = [_row(school, snapshots.get(school.pk), trends, goals) for school in measured_schools(schools)]
    counts = {light: sum(row.grade is light for row in rows) for light in Light}
    shown = [row for row in rows if not filters.grades or row.grade in filters.grades]
    shown.sort(key=lambda row: (row.score if row.score is not None else -1, row.school.name, row.school.code))
    measured_at = max((row.measured_at for row in snapshots.values()), default=None)
    return Board(filters, goals, shown, measured_at, counts, _green_shares(rows))


def _row(school: MeasuredSchool, snapshot: Snapshot | None, trends, goals: Goals) -> Row:
    values = snapshot.values if snapshot else {}
    marks = tuple(
        Mark(one, values.get(one.code), goals.light(one, school.level, values.get(one.code)))
        for one in board_indicators()
    )
    points = goals.score(school.level, values).points
    return Row(school, marks, points, goals.grade(points), trends.get(school.pk, ()), values)


def _green_shares(rows: list[Row]) -> dict[str, float]:
    shares = {}
    for number, one in enumerate(board_indicators()):
        lights = [row.marks[number].light for row in rows]
        if asked := [light for light in lights if light is not Light.NONE]:
            shares[one.code] = 100 * sum(light is Light.GREEN for light in asked) / len(asked)
    return shares
