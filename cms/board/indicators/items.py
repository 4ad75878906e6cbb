"""What a school publishes in the section: how much in the quarter and the school year, and how long ago.

The day that counts is the first publication, which no editor can set; the date shown to readers can be chosen.
"""

from __future__ import annotations

import datetime

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.board.indicators.base import Evidence, Indicator, MeasuredSchool, MeasuringScope, register_indicator
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import BetterDirection, Goal
from cms.core.visibility import filter_public
from cms.legal.models import LegalEducationSectionPage, LegalMaterialPage, LegalNewsPage, QuestionPage, TrainingPage

SECTION_ITEM_MODELS = (LegalNewsPage, LegalMaterialPage, QuestionPage, TrainingPage)
DAYS_IF_NEVER = 999  # days, for a school that has published nothing


def find_section_items(until: datetime.date, since: datetime.date | None = None) -> PageQuerySet:
    """Public pages of the section in every school, first published from ``since`` to ``until`` (days included)."""
    pages = filter_public(Page.objects.type(*SECTION_ITEM_MODELS)).filter(
        first_published_at__lt=_midnight_after(until, 1)
    )
    return pages.filter(first_published_at__gte=_midnight_after(since)) if since else pages


def _midnight_after(day: datetime.date, days: int = 0) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=days), datetime.time.min))


def list_page_evidence(pages: QuerySet[Page]) -> list[Evidence]:
    """The pages with the day of their first publication, the newest first."""
    return [
        Evidence(
            page.title,
            timezone.localtime(page.first_published_at).strftime("%d/%m/%Y") if page.first_published_at else "",
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )
        for page in pages.order_by("-first_published_at")
    ]


class SectionIndicator(Indicator):
    """Mended by writing in the section."""

    def mend_url(self, school: MeasuredSchool) -> str:
        section = LegalEducationSectionPage.objects.filter(path__startswith=school.path).only("pk").first()
        return reverse("wagtailadmin_explore", args=[section.pk]) if section else reverse("wagtailadmin_home")


class CountedPages(SectionIndicator):
    """How many of ``pages`` a school has."""

    def pages(self, day: datetime.date) -> QuerySet[Page]:
        raise NotImplementedError

    def measure(self, scope: MeasuringScope):
        counts = scope.count(self.pages(scope.day))
        return {school.pk: counts[school.pk] for school in scope.schools}

    def evidence(self, school, day):
        return list_page_evidence(MeasuringScope(day, (school,)).within(self.pages(day)))


class ItemsInPeriod(CountedPages):
    unit = pgettext_lazy("of a section", "items")

    def period(self, day: datetime.date) -> periods.Period:
        raise NotImplementedError

    def pages(self, day: datetime.date) -> QuerySet[Page]:
        return find_section_items(day, self.period(day).first)

    def share(self, day):
        return self.period(day).share_until(day)


@register_indicator
class ItemsInQuarter(ItemsInPeriod):
    code = "items_quarter"
    order = 30
    label = gettext_lazy("Items of the section in the quarter")
    heading = gettext_lazy("Items in the quarter")
    goal = Goal(10, 6, 3)

    def period(self, day):
        return periods.quarter_of(day)

    def task(self, value, goal):
        return gettext("%(count)d items in this quarter (%(goal)d are asked for)") % {"count": value, "goal": goal.good}


@register_indicator
class ItemsInSchoolYear(ItemsInPeriod):
    code = "items_year"
    order = 40
    label = gettext_lazy("Items of the section in the school year")
    heading = gettext_lazy("Items in the school year")
    goal = Goal(40, 24, 3)

    def period(self, day):
        return periods.school_year_of(day)

    def task(self, value, goal):
        return gettext("%(count)d items in this school year (%(goal)d are asked for)") % {
            "count": value,
            "goal": goal.good,
        }


@register_indicator
class DaysSinceLastItem(SectionIndicator):
    code = "days_since_item"
    order = 50
    label = gettext_lazy("Days since the last item of the section")
    heading = gettext_lazy("Days since last item")
    unit = gettext_lazy("days")
    better = BetterDirection.LESS
    goal = Goal(30, 45, 2)

    def measure(self, scope: MeasuringScope):
        newest = scope.per_school(find_section_items(scope.day), newest=Max("first_published_at"))
        return {
            school.pk: (scope.day - timezone.localtime(newest[school.pk]["newest"]).date()).days
            if school.pk in newest
            else DAYS_IF_NEVER
            for school in scope.schools
        }

    def evidence(self, school, day):
        return list_page_evidence(MeasuringScope(day, (school,)).within(find_section_items(day)))[:10]

    def text(self, value):
        return gettext("none yet") if value == DAYS_IF_NEVER else super().text(value)

    def task(self, value, goal):
        if value == DAYS_IF_NEVER:
            return gettext("Nothing has been published in the section yet")
        return ngettext(
            "The last item was published %(days)d day ago", "The last item was published %(days)d days ago", int(value)
        ) % {"days": value}
