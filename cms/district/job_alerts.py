"""Tells the office's administrators by mail that the system's own work stands still. Not as a notice: the mails of
notices are sent by the worker, which may be what is missing."""

from __future__ import annotations

from django.core.mail import get_connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.models import User
from cms.tenancy.accounts import mail
from cms.tenancy.models import Membership
from cms.tenancy.notifications import digest
from cms.tenancy.notifications.notification_types import NotificationType, register_type
from cms.tenancy.roles import Role

JOB_PROBLEMS = register_type(NotificationType("jobs", _("The system's own work"), duty=True, for_schools=False))


def find_administrators() -> list[User]:
    """Of the office; those who own the whole system where it has none."""
    here = Membership.objects.active().filter(role=Role.OFFICE_ADMIN, user__is_active=True).values("user")
    people = User.objects.filter(pk__in=here) or User.objects.filter(is_superuser=True, is_active=True)
    return [user for user in people.order_by("pk") if user.email]


def notify_office_of_problems(sender, problems, **kwargs) -> None:
    """Raises ``OSError`` when the mail server cannot be reached."""
    people = find_administrators()
    if not people:
        return
    context = {
        "problems": problems,
        "worker": any(problem.is_worker for problem in problems),
        "path": reverse("district_jobs"),
    }
    with get_connection() as connection:
        for user in people:
            message = mail.build_mail(user, "district/mail/jobs.txt", context)
            message.connection = connection
            message.send()
            digest.record_sent_mail(user, None, JOB_PROBLEMS, message.subject)
