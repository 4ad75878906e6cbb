"""What a school hands up to the office's portal; plans ask for it, the board does not."""

from __future__ import annotations

import datetime
from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import Goal
from cms.district.models import Submission


@register_indicator
class OfferedPages(Indicator):
    code = "offered_year"
    order = 230
    label = heading = gettext_lazy("Pages offered to the office in the year")
    on_board = False
    goal = Goal(1, 1)

    def _rows(self, day: datetime.date):
        days = periods.year_of(day).first, day
        return Submission.objects.filter(submitted_at__date__range=days).exclude(state=Submission.State.WITHDRAWN)

    def measure(self, scope: MeasuringScope):
        counts = Counter(self._rows(scope.day).order_by().values_list("school", flat=True))
        return {school.pk: counts[school.pk] for school in scope.schools}

    def evidence(self, school, day):
        rows = self._rows(day).filter(school=school.pk, page__isnull=False).order_by("-submitted_at")
        return [
            Evidence(row.title, row.get_state_display(), reverse("district_nominate", args=[row.page_id]))
            for row in rows
        ]

    def mend_url(self, school):
        return reverse("district_offered")

    def task(self, value, goal):
        return gettext("No page was offered to the office this year")
