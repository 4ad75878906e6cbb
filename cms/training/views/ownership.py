"""Courses of the own places, and what is theirs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from cms.tenancy import rights
from cms.tenancy.staff.workplaces import works_at
from cms.training.models import Course, CourseSession, LawReporter, Lesson


def course_for(request: HttpRequest, pk: int, action: str = "view") -> Course:
    """Raises ``Http404``, or ``PermissionDenied`` where the right is missing."""
    row = Course.objects.filter(pk=pk).select_related("school").first()
    if row is None or not works_at(request.user, row.school_id):
        raise Http404
    if not rights.has_right(request.user, f"training.{action}_course", row.school_id):
        raise PermissionDenied
    return row


def session_for(course: Course, pk: int) -> CourseSession:
    row = CourseSession.objects.filter(pk=pk, course=course).first()
    if row is None:
        raise Http404
    row.course = course
    return row


def lesson_for(course: Course, pk: int) -> Lesson:
    row = Lesson.objects.filter(pk=pk, course=course).first()
    if row is None:
        raise Http404
    row.course = course
    return row


def reporter_for(request: HttpRequest, pk: int, action: str) -> LawReporter:
    row = LawReporter.objects.filter(pk=pk).first()
    if row is None or not works_at(request.user, row.school_id):
        raise Http404
    if not rights.has_right(request.user, f"training.{action}_lawreporter", row.school_id):
        raise PermissionDenied
    return row
