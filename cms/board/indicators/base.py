"""What an indicator is, and the list of them. An indicator is one file of this package: it registers its class."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.board.measuring.traffic_lights import BetterDirection, Goal
from cms.tenancy import rights

HOME_PATH_LENGTH = 2 * Page.steplen  # length of a home page's tree path


@dataclass(frozen=True)
class MeasuredSchool:
    """What indicators need of a school. ``path``: tree path of the home page."""

    pk: int
    code: str
    name: str
    short_name: str
    level: str
    commune: str
    site_id: int
    hostname: str
    collection_id: int
    path: str


@dataclass(frozen=True)
class MeasuringScope:
    """Schools to measure together, on a day."""

    day: datetime.date
    schools: tuple[MeasuredSchool, ...]

    @cached_property
    def by_path(self) -> dict[str, int]:
        return {school.path: school.pk for school in self.schools}

    def within(self, pages: QuerySet) -> QuerySet:
        """``pages`` in the trees of the schools; for many schools ``per_school`` sorts out the rest."""
        return pages.filter(rights.descendants_condition(self.schools)) if len(self.schools) <= 8 else pages

    def per_school(self, pages: QuerySet, **aggregate) -> dict[int, dict]:
        """One query: school id → aggregated values, for schools that have any such page."""
        rows = (
            self.within(pages)
            .order_by()
            .annotate(home=Substr("path", 1, HOME_PATH_LENGTH))
            .values("home")
            .annotate(**aggregate)
        )
        return {self.by_path[row["home"]]: row for row in rows if row["home"] in self.by_path}

    def count(self, pages: QuerySet) -> Counter:
        return Counter({pk: row["number"] for pk, row in self.per_school(pages, number=Count("pk")).items()})


@dataclass(frozen=True)
class Evidence:
    """One thing behind a number. ``url``: where to look at it or mend it; may be empty."""

    title: str
    note: str = ""
    url: str = ""


class Indicator:
    """One thing that is measured of every school. Subclasses set the attributes and write ``measure``.

    ``code`` names it in snapshots and targets and never changes. ``goal`` holds until the office sets a target.
    """

    code: str
    order: int
    label: str | Promise = ""
    heading: str | Promise = ""  # of the column
    unit: str | Promise = ""
    better = BetterDirection.MORE
    goal = Goal(1, 1)
    on_board = True  # a column of the board that counts in the score; else measured for plans alone
    needs_settings = False  # mended in the site settings, which not every role of a school may change
    mended_by: str | Promise = ""  # who mends it where the reader cannot

    def share(self, day: datetime.date) -> float:
        """Part of the goal that may be asked on ``day``."""
        return 1.0

    def measure(self, scope: MeasuringScope) -> dict[int, float | None]:
        """School id → value, in a number of queries that does not grow with the schools. Missing: ``None``."""
        raise NotImplementedError

    def evidence(self, school: MeasuredSchool, day: datetime.date) -> list[Evidence]:
        """What stands behind the number, the newest or worst first."""
        return []

    def mend_url(self, school: MeasuredSchool) -> str:
        """Where the school's people mend it in the admin; empty when the office does."""
        raise NotImplementedError

    def text(self, value: float | None) -> str:
        if value is None:
            return "–"
        return formats.number_format(value, decimal_pos=0 if float(value).is_integer() else 1)

    def task(self, value: float, goal: Goal) -> str:
        """What the school reads in its list of things to do."""
        raise NotImplementedError


class OfficeProblemIndicator(Indicator):
    """Things that are wrong and that the office mends; none of them is good."""

    better = BetterDirection.LESS
    goal = Goal(0, 0, 5)
    mended_by = gettext_lazy("The office mends it")

    def mend_url(self, school: MeasuredSchool) -> str:
        return ""

    def text(self, value: float | None) -> str:
        return "✓" if value == 0 else super().text(value)


_INDICATORS: dict[str, Indicator] = {}


def register_indicator(indicator: type[Indicator]) -> type[Indicator]:
    if indicator.code in _INDICATORS:
        raise ValueError(f"two indicators have the code {indicator.code}")
    _INDICATORS[indicator.code] = indicator()
    return indicator


def all_indicators() -> list[Indicator]:
    return sorted(_INDICATORS.values(), key=lambda one: one.order)


def board_indicators() -> list[Indicator]:
    return [one for one in all_indicators() if one.on_board]


def find_indicator(code: str) -> Indicator | None:
    return _INDICATORS.get(code)
