"""Mails to people of a school: an invitation, or a link to choose a password; valid once and for a limited time."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.tenancy.accounts import attempt_counters
from cms.tenancy.accounts.mail import build_mail
from cms.tenancy.accounts.mail_links import build_password_link
from cms.tenancy.notifications import digest
from cms.tenancy.notifications.notification_types import NotificationType, register_type

logger = logging.getLogger(__name__)

PEOPLE = register_type(NotificationType("people", _("Invitations and links for people"), duty=True))
_PAUSE = 5 * 60  # seconds between two links to one person


def link_lifetime_days() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86400


def may_send_link(user) -> bool:
    """Returns ``False`` while the last link is fresh, so that nobody's mailbox is flooded from here. Raises
    ``attempt_counters.CounterUnavailable``."""
    attempt_counters.check_counter()
    return cache.add(f"people.link:{user.pk}", 1, _PAUSE)


def send_password_link(membership) -> bool:
    """Returns ``False`` when the mail server rejected it, so that the sender can be informed."""
    texts = {"school": membership.school, "days": link_lifetime_days(), "link": build_password_link(membership.user)}
    message, sent = build_mail(membership.user, "tenancy/mail/link.txt", texts), True
    try:
        message.send()
    except OSError:
        logger.exception("A mail to a person of a school could not be sent")
        sent = False
    digest.record_sent_mail(membership.user, membership.school_id, PEOPLE, message.subject, sent)
    return sent


def send_invitation_mail(invitation, token: str) -> bool:
    """The text is the same whether the address has an account or not, and addresses no known person."""
    texts = {
        "invitation": invitation, "school": invitation.school, "role": invitation.role_label,
        "days": link_lifetime_days(),
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[token]),
    }  # fmt: skip
    with override(settings.LANGUAGE_CODE):
        text = render_to_string("tenancy/mail/invited.txt", texts)
    subject, _line, body = text.strip().partition("\n")
    try:
        EmailMessage(subject.strip(), body.strip() + "\n", to=[invitation.email]).send()
    except OSError:
        logger.exception("An invitation could not be sent")
        return False
    return True
