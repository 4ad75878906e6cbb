"""Writes down who was there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.training.attendance import codes
from cms.training.messages import StepRefused
from cms.training.models import Attendance, CourseSession, Enrolment

EARLY_TOLERANCE = datetime.timedelta(minutes=30)
LATE_TOLERANCE = datetime.timedelta(minutes=30)


@transaction.atomic
def record_by_list(session: CourseSession, shown: Iterable[int], present: Iterable[int], by: Any) -> int:
    """Of the enrolments that were ``shown`` those that are ``present``, and no others of them; how many there are.
    Who came by code and is not ticked any more was taken out by the organiser."""
    enrolled = Enrolment.objects.filter(course=session.course_id, state=Enrolment.State.ENROLLED)
    shown_ids = set(enrolled.filter(pk__in=list(shown)).values_list("pk", flat=True))
    wanted = shown_ids & set(present)
    rows = Attendance.objects.filter(session=session)
    rows.filter(enrolment__in=shown_ids - wanted).delete()
    there = set(rows.values_list("enrolment", flat=True))
    Attendance.objects.bulk_create(
        [Attendance(session=session, enrolment_id=pk, how=Attendance.How.LIST, by=by) for pk in sorted(wanted - there)],
        ignore_conflicts=True,
    )
    return rows.count()


def record_by_code(session: CourseSession, user: Any, code: str, now: datetime.datetime | None = None) -> Attendance:
    """By the person. Raises ``StepRefused``."""
    now = now or timezone.now()
    row = Enrolment.objects.filter(course=session.course_id, user=user, state=Enrolment.State.ENROLLED).first()
    if row is None:
        raise StepRefused("not_enrolled")
    in_time = session.starts_at - EARLY_TOLERANCE <= now <= session.ends_at + LATE_TOLERANCE
    if not in_time or not codes.is_valid_code(session.secret, code, now.timestamp()):
        raise StepRefused("code")
    values = {"how": Attendance.How.CODE, "by": user}
    return Attendance.objects.get_or_create(session=session, enrolment=row, defaults=values)[0]
