"""Between office and school: the links both ways, links to elsewhere, and what the office sent."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, OfficeProblemIndicator, register_indicator
from cms.board.measuring.traffic_lights import BetterDirection, Goal
from cms.district.broadcasts.pending_responses import find_pending_responses
from cms.district.links.block_check import PROBLEM_LABELS
from cms.district.links.broken_links import count_broken_links, list_broken_link_uses
from cms.district.models import BlockCheck, Broadcast


@register_indicator
class LinkProblems(OfficeProblemIndicator):
    """Of the office's bar, the link block and the portal's way back; nothing before the first check."""

    code = "link_problems"
    order = 20
    label = gettext_lazy("What is wrong with the links to the office and back")
    heading = gettext_lazy("Links both ways")

    def measure(self, scope: MeasuringScope):
        rows = BlockCheck.objects.filter(school__in=[school.pk for school in scope.schools])
        return {school: len(problems) for school, problems in rows.values_list("school", "problems")}

    def evidence(self, school, day):
        check = BlockCheck.objects.filter(school=school.pk).first()
        return [
            Evidence(str(PROBLEM_LABELS.get(code, code)), detail) for code, detail in (check.problems if check else ())
        ]

    def task(self, value, goal):
        return ngettext(
            "%(count)d link between the school and the office is missing",
            "%(count)d links between the school and the office are missing",
            int(value),
        ) % {"count": value}


@register_indicator
class UnansweredItems(Indicator):
    code = "unanswered"
    order = 60
    label = gettext_lazy("Items of the office without an answer")
    heading = gettext_lazy("Unanswered")
    better = BetterDirection.LESS
    goal = Goal(0, 1, 2)

    def measure(self, scope: MeasuringScope):
        found = find_pending_responses([school.pk for school in scope.schools])
        return {school.pk: len(found.get(school.pk, ())) for school in scope.schools}

    def evidence(self, school, day):
        rows = Broadcast.objects.in_bulk([row.id for row in find_pending_responses([school.pk]).get(school.pk, ())])
        return [
            Evidence(
                row.title, f"{row.confirm_by:%d/%m/%Y}" if row.confirm_by else "",
                reverse("district_inbox_item", args=[school.pk, row.pk]),
            )
            for row in rows.values()
        ]  # fmt: skip

    def mend_url(self, school):
        return reverse("district_inbox")

    def task(self, value, goal):
        return ngettext(
            "%(count)d item of the office waits for an answer",
            "%(count)d items of the office wait for an answer",
            int(value),
        ) % {"count": value}


@register_indicator
class BrokenLinks(Indicator):
    code = "broken_links"
    order = 80
    label = gettext_lazy("Broken links on public pages")
    heading = gettext_lazy("Broken links")
    better = BetterDirection.LESS
    goal = Goal(0, 3, 1)

    def measure(self, scope: MeasuringScope):
        ids = [school.pk for school in scope.schools]
        counts = count_broken_links(ids if len(ids) <= 8 else None)
        return {pk: counts[pk] for pk in ids}

    def evidence(self, school, day):
        return [
            Evidence(row.page.title, row.link.url, reverse("wagtailadmin_pages:edit", args=[row.page_id]))
            for row in list_broken_link_uses(school.pk)
        ]

    def mend_url(self, school):
        return reverse("district_our_links")

    def task(self, value, goal):
        return ngettext("%(count)d link leads nowhere", "%(count)d links lead nowhere", int(value)) % {"count": value}
