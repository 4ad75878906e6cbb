"""Mails about a person's own account: in the person's language, sent in the background of the response.

Waiting for the mail would reveal by the response time that the account exists.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.tenancy.models import Membership
from cms.tenancy.notifications import digest
from cms.tenancy.notifications.notification_types import NotificationType, register_type

logger = logging.getLogger(__name__)

ACCOUNT = register_type(NotificationType("account", _("Safety of accounts"), duty=True))


def send_account_mail(user, about: str, context: dict | None = None) -> None:
    """Texts: ``accounts/mail/<about>.txt``."""
    deliver_later(build_mail(user, f"accounts/mail/{about}.txt", context), user)


def build_mail(user, template: str, context: dict | None = None) -> EmailMessage:
    """Returns a mail to ``user``, in the person's language. The first line of the template is the subject."""
    profile = UserProfile.objects.filter(user=user).first()
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        text = render_to_string(template, {"user": user, "base_url": settings.WAGTAILADMIN_BASE_URL, **(context or {})})
    subject, _line, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[user.email])


def deliver_later(message: EmailMessage, user) -> None:
    def run():
        try:
            deliver_now(message, user)
        finally:
            connection.close()  # this thread's own

    Thread(target=run, daemon=True).start()


def deliver_now(message: EmailMessage, user) -> None:
    """Sends the mail and records its subject and recipient in the office's list of mails. The text, which may contain a
    secret link, is not stored."""
    try:
        message.send()
        sent = True
    except OSError:
        logger.exception("A mail about an account could not be sent")
        sent = False
    try:
        place = Membership.objects.active().filter(user=user).order_by("pk").first()
        digest.record_sent_mail(user, place.school_id if place else None, ACCOUNT, message.subject, sent)
    except DatabaseError:
        logger.exception("A mail about an account is missing from the list of mails")
