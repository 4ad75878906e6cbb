"""What plans ask for beside the board: materials and courses of the year, channels in social networks."""

from __future__ import annotations

from collections import Counter

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail.models import Page

from cms.board.indicators import training
from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.indicators.items import CountedPages, find_section_items
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import Goal
from cms.channels.models import OutboxItem
from cms.home.models import SchoolSettings
from cms.legal.models import LegalMaterialPage, TrainingPage


class PagesOfTheYear(CountedPages):
    """Pages of one type, first published in the calendar year; one is enough."""

    on_board = False
    model: type[Page]
    goal = Goal(1, 1)

    def pages(self, day) -> QuerySet[Page]:
        return find_section_items(day, periods.year_of(day).first).type(self.model)


@register_indicator
class MaterialsOfTheYear(PagesOfTheYear):
    code = "materials_year"
    order = 200
    label = heading = gettext_lazy("Materials of the year")
    model = LegalMaterialPage

    def task(self, value, goal):
        return gettext("No material on the law was published this year")


@register_indicator
class TrainingsOfTheYear(PagesOfTheYear):
    code = "trainings_year"
    order = 210
    label = heading = gettext_lazy("Training courses of the year")
    model = TrainingPage

    def measure(self, scope: MeasuringScope):
        """Announced on a page of the section, or held with enrolment and attendance."""
        held = training.count_courses(scope.day)
        return {pk: (number or 0) + held[pk] for pk, number in super().measure(scope).items()}

    def evidence(self, school, day):
        return [*training.list_course_evidence(school.pk, day), *super().evidence(school, day)]

    def task(self, value, goal):
        return gettext("No training course was announced this year")


@register_indicator
class SocialChannels(Indicator):
    code = "channels"
    order = 220
    label = heading = gettext_lazy("Channels in social networks")
    on_board = False
    needs_settings = True
    mended_by = gettext_lazy("The school administrator mends it")
    goal = Goal(1, 1)

    def _channels(self, site_ids) -> dict[int, list[str]]:
        rows = SchoolSettings.objects.filter(site__in=site_ids)
        return {row.site_id: [channel.url for channel in row.channels] for row in rows}

    def measure(self, scope: MeasuringScope):
        found = self._channels([school.site_id for school in scope.schools])
        return {school.pk: len(found.get(school.site_id, ())) for school in scope.schools}

    def evidence(self, school, day):
        return [Evidence(url, "", url) for url in self._channels([school.site_id]).get(school.site_id, ())]

    def mend_url(self, school):
        return reverse("wagtailsettings:edit", args=["home", "schoolsettings", school.site_id])

    def task(self, value, goal):
        return gettext("No channel in a social network is named")


@register_indicator
class PostsOfTheYear(Indicator):
    """What went out by itself; what people copied by hand nobody counts."""

    code = "posts_year"
    order = 225
    label = heading = gettext_lazy("Posts of the year sent to channels")
    on_board = False
    goal = Goal(1, 1)

    def _rows(self, day):
        days = periods.year_of(day).first, day
        return OutboxItem.objects.filter(state=OutboxItem.State.SENT, school__isnull=False, sent_at__date__range=days)

    def measure(self, scope: MeasuringScope):
        counts = Counter(self._rows(scope.day).order_by().values_list("school", flat=True))
        return {school.pk: counts[school.pk] for school in scope.schools}

    def evidence(self, school, day):
        rows = self._rows(day).filter(school=school.pk).order_by("-sent_at")[:100]
        return [Evidence(row.title, f"{row.sent_at:%d/%m/%Y}", reverse("channels_item", args=[row.pk])) for row in rows]

    def mend_url(self, school):
        return reverse("channels_outbox")

    def task(self, value, goal):
        return gettext("Nothing was posted to a channel this year")
