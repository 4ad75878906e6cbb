"""Who has completed a course: enough sessions or all lessons, and the test where there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from cms.contests.models import Answer, Attempt
from cms.core.instance_hooks import allow_all_rows
from cms.training.models import Attendance, Course, CourseSession, Enrolment, Lesson, LessonDone


@dataclass(frozen=True)
class CourseProgress:
    """``done`` of ``whole`` sessions or lessons; ``test``: percent of the points, ``None`` without an attempt."""

    done: int
    whole: int
    test: float | None
    complete: bool

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.whole) if self.whole else 0


def compute_progress(course: Course, rows: Iterable[Enrolment]) -> dict[int, CourseProgress]:
    """By enrolment, in a number of queries that does not grow with the people."""
    rows = list(rows)
    ids = [row.pk for row in rows]
    counted: QuerySet[Any]
    if course.is_self_paced:
        whole = Lesson.objects.filter(course=course).count()
        counted = LessonDone.objects.filter(enrolment__in=ids, lesson__course=course)
        share = 1.0
    else:
        whole = CourseSession.objects.filter(course=course).count()
        counted = Attendance.objects.filter(enrolment__in=ids, session__course=course)
        share = course.attendance_percent / 100
    done = Counter(dict(counted.values_list("enrolment").annotate(number=Count("pk"))))
    tests = _find_test_results(course, [row.user_id for row in rows if row.user_id])
    found = {}
    for row in rows:
        test = tests.get(row.user_id) if row.user_id else None
        passed = course.test_id is None or (test is not None and test >= course.test_percent)
        enough = whole > 0 and done[row.pk] >= share * whole
        found[row.pk] = CourseProgress(done[row.pk], whole, test, enough and passed)
    return found


def _find_test_results(course: Course, user_ids: list[int]) -> dict[int, float]:
    """Account → percent of the points in the best attempt that was handed in."""
    if course.test_id is None or not user_ids:
        return {}
    attempts = Attempt.objects.filter(
        round__contest=course.test_id, entrant__user__in=user_ids, disqualified=False, finished_at__isnull=False
    )
    points = dict(
        Answer.objects.filter(attempt__in=attempts).order_by().values_list("attempt").annotate(sum=Sum("pool__points"))
    )
    found: dict[int, float] = {}
    for pk, user_id, score in attempts.order_by().values_list("pk", "entrant__user", "score"):
        if points.get(pk):
            found[user_id] = max(found.get(user_id, 0.0), 100 * float(score) / points[pk])
    return found


def record_completion(course: Course, ids: Iterable[int] | None = None) -> int:
    """Writes down who has completed it by now, with the hours; nobody loses what was completed. How many are new."""
    rows = Enrolment.objects.filter(course=course, state=Enrolment.State.ENROLLED, completed_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    with allow_all_rows("who has completed a course, of whatever school"):
        found = compute_progress(course, rows)
    complete = [pk for pk, one in found.items() if one.complete]
    return Enrolment.objects.filter(pk__in=complete, completed_at=None).update(
        completed_at=timezone.now(), hours=course.hours
    )


def record_all_completions() -> str:
    """For the worker."""
    with allow_all_rows("who has completed the courses of every organiser"):
        return (
            f"{sum(record_completion(course) for course in Course.objects.exclude(state=Course.State.DRAFT))} completed"
        )
