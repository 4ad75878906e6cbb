"""Words for lights and periods."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from cms.board.measuring.periods import Period, PeriodKind
from cms.board.measuring.traffic_lights import Light

GRADE_LABELS = {
    Light.GREEN: gettext_lazy("Passes"),
    Light.AMBER: gettext_lazy("Needs more"),
    Light.RED: gettext_lazy("Does not pass"),
    Light.NONE: gettext_lazy("Not measured"),
}
LIGHT_LABELS = {
    Light.GREEN: gettext_lazy("reaches the target"),
    Light.AMBER: gettext_lazy("near the target"),
    Light.RED: gettext_lazy("below the target"),
    Light.NONE: gettext_lazy("not measured"),
}


def format_period(period: Period) -> str:
    if period.kind is PeriodKind.QUARTER:
        return gettext("quarter %(number)s of %(year)d") % {"number": period.roman_quarter, "year": period.first.year}
    if period.kind is PeriodKind.YEAR:
        return gettext("year %(year)d") % {"year": period.first.year}
    return gettext("school year %(first)d–%(last)d") % {"first": period.first.year, "last": period.last.year}


def task_state_label(progress) -> str:
    """Of a ``TaskProgress``."""
    if progress.reached:
        return gettext("Reached")
    return gettext("Overdue") if progress.late else gettext("On the way")
