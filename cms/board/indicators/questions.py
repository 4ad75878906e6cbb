"""Questions that people ask the school: asked, answered in time, late. Their texts stand nowhere here."""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from cms.advice.models import Question
from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import BetterDirection, Goal


class _QuestionIndicator(Indicator):
    def rows(self, day):
        raise NotImplementedError

    def measure(self, scope: MeasuringScope):
        counts = Counter(self.rows(scope.day).order_by().values_list("school", flat=True))
        return {school.pk: counts[school.pk] for school in scope.schools}

    def evidence(self, school, day):
        rows = self.rows(day).filter(school=school.pk).order_by("due_on", "pk")
        return [
            Evidence(
                f"#{row.pk}", f"{row.due_on:%d/%m/%Y}" if row.due_on else "", reverse("advice_item", args=[row.pk])
            )
            for row in rows.only("pk", "due_on", "school")[:100]
        ]

    def mend_url(self, school):
        return reverse("advice_queue")


@register_indicator
class LateQuestions(_QuestionIndicator):
    """Those that lie at the school; what was forwarded is the office's to answer."""

    code = "questions_late"
    order = 65
    label = gettext_lazy("Questions not answered in time")
    heading = gettext_lazy("Late questions")
    better = BetterDirection.LESS
    goal = Goal(0, 1, 1)

    def rows(self, day):
        return Question.objects.filter(
            state__in=Question.OPEN, at_office=False, paused_on=None, due_on__lt=day, school__isnull=False
        )

    def task(self, value, goal):
        return ngettext(
            "%(count)d question should have been answered by now",
            "%(count)d questions should have been answered by now",
            int(value),
        ) % {"count": value}  # fmt: skip


@register_indicator
class AskedQuestions(_QuestionIndicator):
    code = "questions_asked_year"
    order = 240
    label = heading = gettext_lazy("Questions asked in the year")
    on_board = False
    goal = Goal(1, 1)

    def rows(self, day):
        days = periods.year_of(day).first, day
        return Question.objects.filter(school__isnull=False, asked_at__date__range=days)

    def task(self, value, goal):
        return gettext("Nobody has asked a question this year")


@register_indicator
class AnsweredInTime(AskedQuestions):
    code = "questions_in_time_year"
    order = 250
    label = heading = gettext_lazy("Questions of the year that were answered in time")

    def rows(self, day):
        in_time = Q(due_on=None) | Q(closed_on__lte=F("due_on"))
        return super().rows(day).annotate(closed_on=TruncDate("closed_at")).filter(
            in_time, state=Question.State.ANSWERED, closed_at__date__lte=day
        )  # fmt: skip

    def task(self, value, goal):
        return gettext("No question was answered in time this year")
