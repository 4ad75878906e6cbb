"""Announcing and closing a course."""

from __future__ import annotations

from django.db import transaction

from cms.contests.models import Contest
from cms.training.models import Course
from cms.training.words import StepRefused


def publish(course: Course) -> None:
    """Shown on the sites and open for enrolment from now on. Raises ``StepRefused``."""
    if course.is_self_paced and not course.lessons.exists():
        raise StepRefused("no_lesson")
    if not course.is_self_paced and not course.sessions.exists():
        raise StepRefused("no_session")
    if course.test_id and Contest.objects.filter(pk=course.test_id, state=Contest.State.DRAFT).exists():
        raise StepRefused("test_closed")
    _set(course, Course.State.PUBLISHED)


def close(course: Course) -> None:
    """Nobody enrols any more; what was attended and completed stays."""
    _set(course, Course.State.CLOSED)


@transaction.atomic
def delete(course: Course) -> None:
    if course.enrolments.exists():
        raise StepRefused("has_people")
    course.delete()


def _set(course: Course, state: str) -> None:
    course.state = state
    course.save(update_fields=["state"])
