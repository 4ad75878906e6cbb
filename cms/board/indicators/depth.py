"""How many in-depth items a school has published, by the office's rule and its own word
(``cms.district.aggregation``)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from cms.board.indicators.base import Evidence, MeasuringScope, register_indicator
from cms.board.indicators.items import SectionIndicator
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import Goal
from cms.district.aggregation import depth_measurement


@register_indicator
class InDepthItems(SectionIndicator):
    code = "in_depth_year"
    order = 55
    label = gettext_lazy("In-depth items in the school year")
    heading = gettext_lazy("In-depth items")
    goal = Goal(2, 1, 1)

    def share(self, day):
        return periods.school_year_of(day).share_until(day)

    def measure(self, scope: MeasuringScope):
        ids = [school.pk for school in scope.schools]
        first = periods.school_year_of(scope.day).first
        counts = depth_measurement.count_in_depth_items(ids if len(ids) <= 8 else None, first, scope.day)
        return {pk: counts[pk] for pk in ids}

    def evidence(self, school, day):
        first = periods.school_year_of(day).first
        rows = depth_measurement.list_in_depth_items().filter(
            school=school.pk, page__first_published_at__date__range=(first, day)
        )
        words = gettext("%(words)d words, %(documents)d cited documents")
        return [
            Evidence(
                row.page.title, words % {"words": row.words, "documents": row.citations},
                reverse("wagtailadmin_pages:edit", args=[row.page_id]),
            )
            for row in rows.select_related("page").order_by("-page__first_published_at")
        ]  # fmt: skip

    def task(self, value, goal):
        return gettext("%(count)d in-depth items in this school year (%(goal)d are asked for)") % {
            "count": value,
            "goal": goal.good,
        }
