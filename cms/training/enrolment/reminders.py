"""The day before a session, those who take part are told."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.instance_hooks import allow_all_rows
from cms.tenancy.notifications import sending
from cms.training.models import Course, CourseSession, Enrolment
from cms.training.notifications import COURSE_REMINDER


def send_reminders(now: datetime.datetime | None = None) -> str:
    """For the worker. Each session once: what begins until the end of tomorrow."""
    now = now or timezone.now()
    until = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=2)
    told = 0
    with allow_all_rows("sessions that begin soon, of every organiser"):
        rows = CourseSession.objects.filter(
            course__state=Course.State.PUBLISHED, reminded_at=None, starts_at__gt=now, starts_at__lt=until
        ).exclude(kind=CourseSession.Kind.RECORDED)
        for session in rows.select_related("course"):
            with transaction.atomic():  # who is killed between leaves neither the mark nor half of the notices
                if CourseSession.objects.filter(pk=session.pk, reminded_at=None).update(reminded_at=now):
                    told += _notify_participants(session)
    return f"{told} people"


def _notify_participants(session: CourseSession) -> int:
    rows = Enrolment.objects.filter(
        course=session.course_id, state=Enrolment.State.ENROLLED, user__isnull=False
    ).values_list("school", "user")
    by_school: dict[int | None, list[int]] = {}
    for school_id, user_id in rows:
        if user_id is not None:
            by_school.setdefault(school_id, []).append(user_id)
    values = {
        "course": session.course.title, "session": session.title, "place": session.place,
        "when": timezone.localtime(session.starts_at).strftime("%H:%M %d/%m/%Y"),
    }  # fmt: skip
    for owner, users in by_school.items():
        sending.notify_people(
            COURSE_REMINDER, users, _("Soon: %(course)s"),
            _("“%(session)s” of the course “%(course)s”: %(when)s %(place)s"),
            reverse("training_my_course", args=[session.course_id]), values, owner,
        )  # fmt: skip
    return sum(len(users) for users in by_school.values())
