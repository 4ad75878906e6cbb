"""The board's rows: each school with its snapshot, lights, score and trend, as of a day; read once per version."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.board.indicators import Indicator, MeasuredSchool, board_indicators
from cms.board.measuring.goals import BoardGoals, get_goals_on
from cms.board.measuring.measure import BOARD_VERSION, list_measured_schools
from cms.board.measuring.traffic_lights import Light
from cms.board.models import Snapshot
from cms.core import versions
from cms.core.collation import sort_key
from cms.tenancy.authorities import jurisdiction
from cms.tenancy.models import GoverningAuthority, School
from cms.tenancy.school_chooser import search_schools

TREND_MONTHS = 6
LINKS_INDICATOR = "link_problems"  # the indicator of links both ways


@dataclass(frozen=True)
class BoardFilters:
    """What is looked at. ``grades``: lights of the whole school; empty means all. ``school_id``: one school alone."""

    day: datetime.date
    query: str = ""
    authority: GoverningAuthority | None = None
    commune: str = ""
    level: str = ""
    grades: frozenset[Light] = frozenset()
    school_id: int | None = None


@dataclass(frozen=True)
class IndicatorResult:
    """One number of a school with its light."""

    indicator: Indicator
    value: float | None
    light: Light

    @property
    def text(self) -> str:
        return self.indicator.text(self.value)


@dataclass(frozen=True)
class SchoolResults:
    school: MeasuredSchool
    marks: tuple[IndicatorResult, ...]
    score: int | None
    grade: Light
    trend: tuple[int, ...]  # scores of the last months, the newest last
    values: dict[str, float | None]  # of every indicator, by code
    linked: dict[datetime.date, bool]  # were the links live both ways, on the last measured day of each month
    measured_at: datetime.datetime | None = None

    @property
    def change(self) -> int | None:
        return self.trend[-1] - self.trend[0] if len(self.trend) > 1 else None


@dataclass(frozen=True)
class Board:
    """``counts`` and ``shares`` are about the schools of all grades. ``measured_at``: when the newest of the numbers
    was taken; ``None`` when there are none. ``shares``: indicator code → percent of the schools that are green."""

    filters: BoardFilters
    goals: BoardGoals
    rows: list[SchoolResults]
    measured_at: datetime.datetime | None
    counts: dict[Light, int]
    shares: dict[str, float]
    links: LinkShares


@dataclass(frozen=True)
class LinkShares:
    """``whole`` of ``asked`` schools have links that are live both ways; ``months``: their percent on the last measured
    day of each month, the newest last."""

    whole: int
    asked: int
    months: list[float]

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all."""
        return 100 * self.whole // self.asked


def find_schools_as_of(filters: BoardFilters) -> QuerySet[School]:
    """Schools that were open on the day and match; those of an authority include those of the authorities below it."""
    found = School.objects.filter(Q(closed_on=None) | Q(closed_on__gt=filters.day))
    if filters.school_id:
        found = found.filter(pk=filters.school_id)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.commune:
        found = found.filter(commune=filters.commune)
    if filters.authority:
        found = found.filter(pk__in=jurisdiction.governed_school_ids(filters.authority, filters.day))
    return search_schools(found, filters.query) if filters.query else found


def _find_snapshot_days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Days with snapshots, the newest first."""
    rows = Snapshot.objects.filter(day__range=(first, last)).order_by("-day")
    return list(rows.values_list("day", flat=True).distinct())


def _find_snapshots(day: datetime.date, schools: set[int]) -> dict[int, tuple]:
    """School id → (values, when measured) of the newest snapshot that is not younger than ``day`` and at most a month
    older. All schools are measured together, so the newest day has nearly all of them."""
    found: dict[int, tuple] = {}
    for on in _find_snapshot_days(day - datetime.timedelta(days=31), day):
        left = schools - found.keys()
        if not left:
            break
        rows = Snapshot.objects.filter(day=on)
        if len(left) < 500:
            rows = rows.filter(school__in=left)
        found.update(
            (pk, tuple(rest)) for pk, *rest in rows.values_list("school", "values", "measured_at") if pk in left
        )
    return found


@dataclass
class SchoolTrend:
    """Of one school: what its snapshots say on the last measured day of each of the last months, the oldest first."""

    scores: tuple[int, ...] = ()
    linked: dict[datetime.date, bool] = field(default_factory=dict)


def _find_trends(day: datetime.date) -> dict[int, SchoolTrend]:
    first = (day.replace(day=1) - datetime.timedelta(days=31 * (TREND_MONTHS - 1))).replace(day=1)
    ends: dict[tuple[int, int], datetime.date] = {}
    for on in _find_snapshot_days(first, day):
        ends.setdefault((on.year, on.month), on)
    rows = Snapshot.objects.filter(day__in=ends.values()).order_by("day")
    found: dict[int, SchoolTrend] = defaultdict(SchoolTrend)
    for school, on, points, problems in rows.values_list("school", "day", "score", f"values__{LINKS_INDICATOR}"):
        if points is not None:
            found[school].scores += (points,)
        if problems is not None:
            found[school].linked[on] = problems == 0
    return found


def get_all_results(day: datetime.date) -> tuple[SchoolResults, ...]:
    """Every school that was open on the day. Today's stay in memory until schools, snapshots or targets change."""
    if day != timezone.localdate():
        return _load_results(day)
    return versions.get_or_build(("board.rows", day), (BOARD_VERSION, versions.STRUCTURE), lambda: _load_results(day))


def _load_results(day: datetime.date) -> tuple[SchoolResults, ...]:
    goals, schools = get_goals_on(day), list_measured_schools(find_schools_as_of(BoardFilters(day)))
    snapshots, trends = _find_snapshots(day, {school.pk for school in schools}), _find_trends(day)
    rows = [_build_results(school, snapshots.get(school.pk), trends, goals) for school in schools]
    return tuple(sorted(rows, key=lambda row: (_lowest_score_key(row), sort_key(row.school.name), row.school.code)))


def _lowest_score_key(row: SchoolResults) -> int:
    return -1 if row.score is None else row.score


def build_board(filters: BoardFilters) -> Board:
    """All rows, the lowest score first. Past days show what was measured then, with the targets of that day."""
    rows: Sequence[SchoolResults] = get_all_results(filters.day)
    if replace(filters, grades=frozenset()) != BoardFilters(filters.day):
        wanted = set(find_schools_as_of(filters).values_list("pk", flat=True))
        rows = [row for row in rows if row.school.pk in wanted]
    counts = {light: sum(row.grade is light for row in rows) for light in Light}
    shown = [row for row in rows if not filters.grades or row.grade in filters.grades]
    measured_at = max((row.measured_at for row in rows if row.measured_at), default=None)
    return Board(
        filters,
        get_goals_on(filters.day),
        shown,
        measured_at,
        counts,
        _count_green_shares(rows),
        _count_link_shares(rows),
    )


def _count_link_shares(rows: Sequence[SchoolResults]) -> LinkShares:
    asked = [problems for row in rows if (problems := row.values.get(LINKS_INDICATOR)) is not None]
    days: dict[datetime.date, list[bool]] = defaultdict(list)
    for row in rows:
        for day, whole in row.linked.items():
            days[day].append(whole)
    months = [100 * sum(days[day]) / len(days[day]) for day in sorted(days)]
    return LinkShares(sum(problems == 0 for problems in asked), len(asked), months)


def _build_results(school: MeasuredSchool, snapshot: tuple | None, trends, goals: BoardGoals) -> SchoolResults:
    values, measured_at = snapshot or ({}, None)
    lights = goals.lights(school.level, values)
    asked = goals.asked(school.level)
    marks = tuple(
        IndicatorResult(one, values.get(one.code), light)
        for (one, _goal, _share), light in zip(asked, lights, strict=True)
    )
    points = goals.weighed(school.level, lights).points
    trend = trends.get(school.pk) or SchoolTrend()
    return SchoolResults(school, marks, points, goals.grade(points), trend.scores, values, trend.linked, measured_at)


def _count_green_shares(rows: Sequence[SchoolResults]) -> dict[str, float]:
    shares = {}
    for number, one in enumerate(board_indicators()):
        lights = [row.marks[number].light for row in rows]
        if asked := [light for light in lights if light is not Light.NONE]:
            shares[one.code] = 100 * sum(light is Light.GREEN for light in asked) / len(asked)
    return shares
