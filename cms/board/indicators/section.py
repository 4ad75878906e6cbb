"""Is the mandated section whole: every fixed page there, published, under its name and open to everybody?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cms.board.indicators.base import Evidence, MeasuringScope, OfficeProblemIndicator, register_indicator
from cms.home.provisioning.drift import audit
from cms.home.provisioning.drift.audit_messages import describe_finding


@register_indicator
class SectionProblems(OfficeProblemIndicator):
    code = "section_problems"
    order = 10
    label = gettext_lazy("What is wrong with the section")
    heading = pgettext_lazy("on legal education", "Section")

    def measure(self, scope: MeasuringScope):
        found = dict.fromkeys((school.pk for school in scope.schools), 0)
        for owner, _finding in audit.find_section_drift(found):
            found[owner] += 1
        return found

    def evidence(self, school, day):
        return [Evidence(describe_finding(finding)) for _owner, finding in audit.find_section_drift([school.pk])]

    def task(self, value, goal):
        return ngettext(
            "%(count)d thing is wrong with the legal section; the office mends it",
            "%(count)d things are wrong with the legal section; the office mends it",
            int(value),
        ) % {"count": value}
