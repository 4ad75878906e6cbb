"""Mails to people of a school: a link to choose a password, valid once and for a limited time, or a plain word."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from cms.tenancy.accounts.mail import letter
from cms.tenancy.notices import post
from cms.tenancy.notices.kinds import Kind, register
from cms.tenancy.roles import Role

logger = logging.getLogger(__name__)

PEOPLE = register(Kind("people", _("Invitations and links for people"), duty=True))
_PAUSE = 5 * 60  # seconds between two links to one person


def link_days() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86400


def may_send_link(user) -> bool:
    """False while the last link is fresh: nobody's mailbox is filled from here."""
    return cache.add(f"people.link:{user.pk}", 1, _PAUSE)


def password_link(user) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("wagtailadmin_password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
    return settings.WAGTAILADMIN_BASE_URL + path


def send(about: str, membership, **context) -> bool:
    """``about``: ``invited``, ``added`` or ``link``; texts in ``tenancy/mail/<about>.txt``, see
    ``accounts.mail.letter``. False when the mail server refused: whoever invites should know."""
    texts = {
        "school": membership.school, "role": Role(membership.role).label, "days": link_days(),
        "admin_url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home"), **context,
    }  # fmt: skip
    message, sent = letter(membership.user, f"tenancy/mail/{about}.txt", texts), True
    try:
        message.send()
    except OSError:
        logger.exception("A mail to a person of a school could not be sent")
        sent = False
    post.record(membership.user, membership.school_id, PEOPLE, message.subject, sent)
    return sent
