"""Announcing and closing a course."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.contests.models import Contest
from cms.tenancy.models import School
from cms.tenancy.notifications import sending
from cms.training.messages import StepRefused
from cms.training.models import Course
from cms.training.notifications import PARTICIPANTS_REQUESTED


@transaction.atomic
def publish_course(course: Course) -> None:
    """Shown on the sites and open for enrolment from now on. Raises ``StepRefused``."""
    if course.is_self_paced and not course.lessons.exists():
        raise StepRefused("no_lesson")
    if not course.is_self_paced and not course.sessions.exists():
        raise StepRefused("no_session")
    if course.test_id and Contest.objects.filter(pk=course.test_id, state=Contest.State.DRAFT).exists():
        raise StepRefused("test_closed")
    first = course.state == Course.State.DRAFT
    _set_state(course, Course.State.PUBLISHED)
    if first and course.school_id is None and course.school_quota is not None:
        _request_participants(course)


def close_course(course: Course) -> None:
    """Nobody enrols any more; what was attended and completed stays."""
    _set_state(course, Course.State.CLOSED)


def _request_participants(course: Course) -> None:
    """Each school is asked once to name its people."""
    schools = School.objects.filter(closed_on=None).values_list("pk", flat=True)
    until = timezone.localtime(course.enrol_until).strftime("%H:%M %d/%m/%Y") if course.enrol_until else "–"
    sending.notify_schools(
        PARTICIPANTS_REQUESTED, schools, _("Whom do you send? %(course)s"),
        _("The office announces “%(course)s”. Your school has %(number)s places; name your people until: %(until)s."),
        lambda pk: reverse("training_quota", args=[pk, course.pk]),
        {"course": course.title, "number": course.school_quota, "until": until},
    )  # fmt: skip


@transaction.atomic
def delete_course(course: Course) -> None:
    if course.enrolments.exists():
        raise StepRefused("has_people")
    course.delete()


def _set_state(course: Course, state: str) -> None:
    course.state = state
    course.save(update_fields=["state"])
