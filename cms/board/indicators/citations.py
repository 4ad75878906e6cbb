"""Public pages that cite law which does not hold on the day."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.measuring.traffic_lights import BetterDirection, Goal
from cms.legal.citations.stale import stale_citations


@register_indicator
class PagesCitingExpired(Indicator):
    code = "citing_expired"
    order = 70
    label = gettext_lazy("Pages that cite expired law")
    heading = gettext_lazy("Cite expired law")
    better = BetterDirection.LESS
    goal = Goal(0, 1, 3)

    def _citations(self, scope: MeasuringScope):
        rows = stale_citations(scope.day).filter(school__isnull=False)
        return rows.filter(school=scope.schools[0].pk) if len(scope.schools) == 1 else rows

    def measure(self, scope: MeasuringScope):
        rows = self._citations(scope).order_by().values_list("school").annotate(pages=Count("page", distinct=True))
        counts = dict(rows)
        return {school.pk: counts.get(school.pk, 0) for school in scope.schools}

    def evidence(self, school, day):
        rows = self._citations(MeasuringScope(day, (school,))).select_related("page").order_by("page__title", "start")
        cited: dict[int, tuple[str, list[str]]] = {}
        for row in rows:
            cited.setdefault(row.page_id, (row.page.title, []))[1].append(row.span)
        return [
            Evidence(title, ", ".join(dict.fromkeys(spans)), reverse("wagtailadmin_pages:edit", args=[pk]))
            for pk, (title, spans) in cited.items()
        ]

    def mend_url(self, school):
        return reverse("board:evidence", args=[school.pk, self.code])

    def task(self, value, goal):
        return ngettext(
            "%(count)d page cites law that does not hold", "%(count)d pages cite law that does not hold", int(value)
        ) % {"count": value}
