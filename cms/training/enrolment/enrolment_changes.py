"""Enrolling, naming, cancelling. The course's row is held meanwhile, so that no place is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.instance_hooks import allow_all_rows
from cms.tenancy import rights
from cms.tenancy.models import Membership
from cms.tenancy.notifications import sending
from cms.training.messages import StepRefused
from cms.training.models import Course, Enrolment
from cms.training.notifications import MOVED_UP

EnrolmentState = Enrolment.State


def courses_for(user: Any) -> QuerySet[Course]:
    """Announced courses that are for this person."""
    own = [pk for pk in rights.owners_worked_for(user) if pk is not None]
    return Course.objects.filter(Q(school=None) | Q(school__in=own)).exclude(state=Course.State.DRAFT)


def find_place_for(course: Course, user: Any) -> int | None:
    """The school (``None``: the office) that the person takes part for. Raises ``StepRefused``."""
    places = rights.owners_worked_for(user)
    if course.school_id is not None:
        if course.school_id not in places:
            raise StepRefused("not_yours")
        return course.school_id
    schools = sorted(pk for pk in places if pk is not None)
    if not schools and None not in places:
        raise StepRefused("not_yours")
    return schools[0] if schools else None


@transaction.atomic
def enrol_person(course: Course, user: Any) -> Enrolment:
    """Oneself. A second time it is the same enrolment, and who has cancelled comes in behind the others."""
    course = _lock_course(course)
    if course.school_quota is not None:
        raise StepRefused("quota")
    place = find_place_for(course, user)
    row = Enrolment.objects.filter(course=course, user=user).first()
    if row and row.state != EnrolmentState.CANCELLED:
        return row
    return _save_enrolment(course, place, user, user, row)


def _save_enrolment(course: Course, place: int | None, user: Any, by: Any, cancelled: Enrolment | None) -> Enrolment:
    """A person with an account. Who has cancelled before keeps the row, with all that hangs on it, and the last place
    in the order."""
    row = cancelled or Enrolment(course=course, user=user)
    row.name = (user.get_full_name() or user.email)[:120]
    row.school_id, row.enrolled_by, row.state, row.enrolled_at = place, by, _next_state(course), timezone.now()
    row.save()
    return row


@transaction.atomic
def name_people(
    course: Course, school_id: int, users: Sequence[Any], names: Sequence[tuple[str, str]], by: Any
) -> list[Enrolment]:
    """By the school: people with accounts, and (name, position) of others. All or none: raises ``StepRefused``."""
    course = _lock_course(course)
    if course.school_quota is None:
        raise StepRefused("no_quota")
    there = Enrolment.objects.filter(course=course, school=school_id).exclude(state=EnrolmentState.CANCELLED)
    with allow_all_rows("who takes part already, for another of the own schools too, or has cancelled"):
        rows = list(Enrolment.objects.filter(course=course, user__in=users))
    known = {row.user_id for row in rows if row.state != EnrolmentState.CANCELLED}
    cancelled = {row.user_id: row for row in rows}
    named = set(there.values_list("name", "position"))
    users = [user for user in users if user.pk not in known]
    names = [pair for pair in dict.fromkeys(names) if pair not in named]
    if there.count() + len(users) + len(names) > course.school_quota:
        raise StepRefused("quota_full")
    found = [_save_enrolment(course, school_id, user, by, cancelled.get(user.pk)) for user in users]
    return found + [
        Enrolment.objects.create(
            course=course, school_id=school_id, name=name, position=position, enrolled_by=by, state=_next_state(course)
        )
        for name, position in names
    ]


def accounts_of(school_id: int) -> QuerySet[Membership]:
    """Memberships of people of the school who can be named."""
    rows = Membership.objects.active().filter(school=school_id, user__is_active=True)
    return rows.select_related("user").order_by("user__last_name", "user__first_name", "user")


@transaction.atomic
def cancel_enrolment(row: Enrolment) -> None:
    """The first of the waiting list moves up."""
    course = Course.objects.select_for_update().get(pk=row.course_id)
    if row.completed_at:
        raise StepRefused("begun")
    Enrolment.objects.filter(pk=row.pk).update(state=EnrolmentState.CANCELLED)
    move_up_waiting(course)


def move_up_waiting(course: Course) -> int:
    """Gives free places to those who wait, in their order; how many. Within a transaction that holds the course.
    Nobody gets one in a course that is over."""
    if course.is_over:
        return 0
    if course.places is None:
        free = None
    else:
        free = max(0, course.places - course.enrolments.filter(state=EnrolmentState.ENROLLED).count())
    with allow_all_rows("those who wait for a place, of whatever school"):
        waiting = list(
            Enrolment.objects.filter(course=course, state=EnrolmentState.WAITING).order_by("enrolled_at", "pk")[:free]
        )
    Enrolment.objects.filter(pk__in=[row.pk for row in waiting]).update(state=EnrolmentState.ENROLLED)
    for row in waiting:
        if row.user_id:
            sending.notify_people(
                MOVED_UP, [row.user_id], _("You have a place: %(course)s"),
                _("A place has become free in the course “%(course)s”, and it is yours."),
                reverse("training_my_course", args=[course.pk]), {"course": course.title}, row.school_id,
            )  # fmt: skip
    return len(waiting)


def _lock_course(course: Course) -> Course:
    course = Course.objects.select_for_update().get(pk=course.pk)
    if not course.takes_people:
        raise StepRefused("closed")
    return course


def _next_state(course: Course) -> str:
    if course.places is None:
        return EnrolmentState.ENROLLED
    full = course.enrolments.filter(state=EnrolmentState.ENROLLED).count() >= course.places
    return EnrolmentState.WAITING if full else EnrolmentState.ENROLLED


@transaction.atomic
def fill_new_places(course: Course) -> int:
    """After the number of places was changed."""
    return move_up_waiting(Course.objects.select_for_update().get(pk=course.pk))
