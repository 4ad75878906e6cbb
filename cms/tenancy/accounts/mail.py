"""Mails about a person's own account: in the person's language, sent while the answer is already on its way.

A mail that had to be waited for would tell by its time that the account exists.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.users.models import UserProfile

logger = logging.getLogger(__name__)


def send(user, about: str, context: dict | None = None) -> None:
    """Texts: ``accounts/mail/<about>.txt``."""
    deliver(letter(user, f"accounts/mail/{about}.txt", context))


def letter(user, template: str, context: dict | None = None) -> EmailMessage:
    """To ``user``, in the person's language. The first line of the template is the subject."""
    profile = UserProfile.objects.filter(user=user).first()
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        text = render_to_string(template, {"user": user, "base_url": settings.WAGTAILADMIN_BASE_URL, **(context or {})})
    subject, _line, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[user.email])


def deliver(message: EmailMessage) -> None:
    Thread(target=_deliver, args=(message,), daemon=True).start()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:
        logger.exception("A mail about an account could not be sent")
