"""What a report says, as numbers. Counted from the pages and the snapshots; a few queries for any number of schools."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.db.models.functions import Substr, TruncMonth
from django.utils import timezone

from cms.board.indicators.base import HOME_PATH_LENGTH, Indicator, MeasuringScope, board_indicators
from cms.board.indicators.items import SECTION_ITEM_MODELS, find_section_items
from cms.board.measuring.board_rows import Board, BoardFilters, SchoolResults, build_board
from cms.board.measuring.periods import Period
from cms.board.measuring.progress import TaskProgress, measure_progress
from cms.board.measuring.traffic_lights import Light
from cms.board.models import Plan
from cms.core.collation import sort_key
from cms.tenancy import rights


@dataclass(frozen=True)
class SchoolFigures:
    """``by_kind``: items of the period in the order of ``SECTION_ITEM_MODELS``."""

    row: SchoolResults
    by_kind: tuple[int, ...]

    @property
    def items(self) -> int:
        return sum(self.by_kind)


@dataclass(frozen=True)
class GroupFigures:
    """Schools of one level or commune together."""

    name: str
    schools: int
    items: int
    passing: int

    @property
    def per_school(self) -> float:
        return self.items / self.schools if self.schools else 0.0

    @property
    def percent_passing(self) -> float:
        return 100 * self.passing / self.schools if self.schools else 0.0


@dataclass(frozen=True)
class ReportFigures:
    """``day``: the last day reported on (today while the period still runs). ``months``: (first day, items)."""

    period: Period
    day: datetime.date
    office: str
    board: Board
    lines: list[SchoolFigures]
    kinds: tuple[str, ...]
    months: list[tuple[datetime.date, int]]
    plans: list[tuple[Plan, list[TaskProgress]]]

    @property
    def items(self) -> int:
        return sum(line.items for line in self.lines)

    @property
    def schools(self) -> int:
        return len(self.lines)

    @property
    def without_items(self) -> list[SchoolFigures]:
        return [line for line in self.lines if not line.items]

    def passing(self, light: Light = Light.GREEN) -> int:
        return self.board.counts[light]

    def indicators(self) -> list[tuple[Indicator, float | None]]:
        """Each indicator with the percent of schools that reach its target."""
        return [(one, self.board.shares.get(one.code)) for one in board_indicators()]

    def by_level(self) -> list[GroupFigures]:
        from cms.tenancy.models import School

        names = dict(School.Level.choices)
        order = list(names)
        groups = self._grouped(lambda line: line.row.school.level)
        return [replace(groups[code], name=str(names[code])) for code in sorted(groups, key=order.index)]

    def by_commune(self) -> list[GroupFigures]:
        groups = self._grouped(lambda line: line.row.school.commune)
        return [groups[name] for name in sorted(groups, key=sort_key)]

    def _grouped(self, key) -> dict[str, GroupFigures]:
        groups: dict[str, list[SchoolFigures]] = defaultdict(list)
        for line in self.lines:
            groups[key(line)].append(line)
        return {
            name: GroupFigures(
                name, len(lines), sum(line.items for line in lines),
                sum(line.row.grade is Light.GREEN for line in lines),
            )
            for name, lines in groups.items()
        }  # fmt: skip


def compute_figures(period: Period, filters: BoardFilters) -> ReportFigures:
    """``filters`` without their day: the report's day is the last of the period, or today."""
    day = min(period.last, timezone.localdate())
    found = build_board(replace(filters, day=day, grades=frozenset()))
    scope = MeasuringScope(day, tuple(row.school for row in found.rows))
    types = [ContentType.objects.get_for_model(model).pk for model in SECTION_ITEM_MODELS]
    counts, months = _count_items(scope, period, day)
    lines = [SchoolFigures(row, tuple(counts[row.school.pk][kind] for kind in types)) for row in found.rows]
    lines.sort(key=lambda line: (sort_key(line.row.school.commune), sort_key(line.row.school.name)))
    portal = rights.get_portal()
    kinds = tuple(str(model._meta.verbose_name_plural) for model in SECTION_ITEM_MODELS)
    plans = [
        (plan, measure_progress(plan, replace(filters, day=day)))
        for plan in Plan.objects.filter(first_day__lte=day, last_day__gte=period.first).prefetch_related("tasks")
    ]
    return ReportFigures(period, day, portal.name if portal else "", found, lines, kinds, months, plans)


def _count_items(scope: MeasuringScope, period: Period, day: datetime.date):
    """School id → content type → items; and the items of each month of the period."""
    pages = scope.within(find_section_items(day, period.first)).order_by()
    rows = (
        pages.annotate(home=Substr("path", 1, HOME_PATH_LENGTH), month=TruncMonth("first_published_at"))
        .values_list("home", "content_type", "month")
        .annotate(number=Count("pk"))
    )
    counts: dict[int, Counter] = defaultdict(Counter)
    months: Counter = Counter()
    for home, kind, month, number in rows:
        if home in scope.by_path:
            counts[scope.by_path[home]][kind] += number
            months[month.date().replace(day=1)] += number
    return counts, [(month, months[month]) for month in _list_months(period.first, day)]


def _list_months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + datetime.timedelta(days=32)).replace(day=1)
    return found
