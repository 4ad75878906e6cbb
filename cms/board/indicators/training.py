"""Courses and contests that schools hold, and the hours that their people have been trained; plans ask for them."""

from __future__ import annotations

import datetime
from collections import Counter

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import Goal
from cms.contests.models import Contest
from cms.training.models import Course, Enrolment


def find_courses_held(day: datetime.date) -> QuerySet[Course]:
    """Announced courses of schools with a session of the year that has begun by then, and those at one's own pace
    that were made in the year."""
    days = periods.year_of(day).first, day
    held = Q(sessions__starts_at__date__range=days) | Q(pace=Course.Pace.SELF, created_at__date__range=days)
    return Course.objects.filter(held, school__isnull=False).exclude(state=Course.State.DRAFT).distinct()


def list_course_evidence(school_id: int, day: datetime.date) -> list[Evidence]:
    rows = find_courses_held(day).filter(school=school_id).annotate(first=Min("sessions__starts_at")).order_by("-pk")
    return [
        Evidence(title, f"{first:%d/%m/%Y}" if first else "", reverse("training_course", args=[pk]))
        for pk, title, first in rows.values_list("pk", "title", "first")
    ]


def count_courses(day: datetime.date) -> Counter[int]:
    rows = find_courses_held(day).order_by().values_list("school").annotate(number=Count("pk", distinct=True))
    return Counter(dict(rows))


@register_indicator
class ContestsOfTheYear(Indicator):
    code = "contests_year"
    order = 212
    label = heading = gettext_lazy("Contests held in the year")
    on_board = False
    goal = Goal(1, 1)

    def rows(self, day: datetime.date) -> QuerySet[Contest]:
        days = periods.year_of(day).first, day
        rows = Contest.objects.filter(rounds__opens_at__date__range=days, school__isnull=False, practice=False)
        return rows.exclude(state=Contest.State.DRAFT).distinct()

    def measure(self, scope: MeasuringScope) -> dict[int, float | None]:
        rows = self.rows(scope.day).order_by().values_list("school").annotate(number=Count("pk", distinct=True))
        counts = Counter(dict(rows))
        return {school.pk: counts[school.pk] for school in scope.schools}

    def evidence(self, school, day):
        rows = self.rows(day).filter(school=school.pk).annotate(first=Min("rounds__opens_at")).order_by("-pk")
        return [
            Evidence(title, f"{first:%d/%m/%Y}", reverse("contests_contest", args=[pk]))
            for pk, title, first in rows.values_list("pk", "title", "first")
        ]

    def mend_url(self, school):
        return reverse("contests_contests")

    def task(self, value, goal):
        return gettext("No contest was held this year")


@register_indicator
class HoursOfTraining(Indicator):
    code = "training_hours_year"
    order = 214
    label = heading = gettext_lazy("Hours of training completed in the year")
    on_board = False
    goal = Goal(4, 1)

    def rows(self, day: datetime.date) -> QuerySet[Enrolment]:
        days = periods.year_of(day).first, day
        return Enrolment.objects.filter(completed_at__date__range=days, school__isnull=False)

    def measure(self, scope: MeasuringScope) -> dict[int, float | None]:
        sums = dict(self.rows(scope.day).order_by().values_list("school").annotate(sum=Sum("hours")))
        return {school.pk: float(sums.get(school.pk) or 0) for school in scope.schools}

    def evidence(self, school, day):
        """By course; the names stand in the school's own list of hours."""
        rows = self.rows(day).filter(school=school.pk).order_by("course__title")
        sums = rows.values_list("course__title").annotate(people=Count("pk"), sum=Sum("hours"))
        return [
            Evidence(title, gettext("%(people)s people, %(hours)s hours") % {"people": people, "hours": hours})
            for title, people, hours in sums
        ]

    def mend_url(self, school):
        return reverse("training_mine")

    def task(self, value, goal):
        return gettext("Nobody of the school has completed a course this year")
