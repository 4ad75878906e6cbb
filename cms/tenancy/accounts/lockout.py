"""Slows guessing down after too many failures, and locks out nobody who has signed in here before.

A browser that knows the person (``devices``) has counters of its own. All others share three: the account at this
network address, the account anywhere, and the address. Each has several windows, so that the wait grows from minutes to
a day. Unknown e-mail addresses are counted alike: no answer reveals who has an account.
"""

from __future__ import annotations

import time

from allauth.core.internal import ratelimit
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.translation import gettext as _

from cms.tenancy.accounts import attempt_counters, devices, mail

NO_ADDRESS = "0.0.0.0"  # noqa: S104
_DAY = 86400
_MAIL_INTERVAL = _DAY // 4


def account_key(email: str) -> str:
    """The same on every host: each school has its own, and an attacker would get new attempts on each."""
    return email.strip().lower()


def begin_attempt(request, email: str):
    """Runs before a password check. Returns what to roll back if it was right; raises ``ValidationError``."""
    counts = _attempt_counters(request, account_key(email))
    taken = attempt_counters.count_attempt(request, *counts)
    if taken is None:
        notify_owner(email)
        raise ValidationError(
            lockout_message(attempt_counters.minutes_to_wait(request, *counts)), code="too_many_login_attempts"
        )
    return taken


def _attempt_counters(request, email: str) -> list[tuple[str, str]]:
    """Returns actions of ``ACCOUNT_RATE_LIMITS`` with their keys."""
    name = f"{email}:{cache.get(_reset_round(email), 0)}"
    if number := _known_device(request, email):
        return [("password_device", f"{number}:{name}")]
    address = ratelimit.get_ip(request)
    return [("password_pair", f"{address}:{name}"), ("password_account", name), ("password_address", address)]


def _known_device(request, email: str) -> str | None:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and account_key(user.email) == email:
        return f"person-{user.pk}"  # a person who confirms the own password
    return devices.known_device_number(request, email)


def lockout_message(minutes: int = 15) -> str:
    return _(
        "Too many failed attempts. Wait %(minutes)d minutes and try again. At once you get in from a device where you "
        "have signed in before, or after choosing a new password here by “Forgotten password?”."
    ) % {"minutes": minutes}


def notify_owner(email: str) -> None:
    """Sends a mail at most now and then; the caller does not learn whether the account exists."""
    key = account_key(email)
    if not cache.add(f"accounts.locked:{key}", 1, timeout=_MAIL_INTERVAL):
        return
    user = get_user_model().objects.filter(email__iexact=key, is_active=True).first()
    if user is not None:
        mail.send_account_mail(user, "locked")


def _reset_round(email: str) -> str:
    return f"accounts.round:{email}"


def unlock_account(email: str, address: str = "") -> None:
    """Resets the failures of an account everywhere, for the password and the second factor, and with ``address`` those
    of a network address."""
    key = account_key(email)
    cache.set(_reset_round(key), int(time.time() * 1000), 2 * _DAY)  # outlives every window
    cache.delete(f"accounts.locked:{key}")
    request = RequestFactory(REMOTE_ADDR=address or NO_ADDRESS).post("/")
    ratelimit.clear(request, app="allauth.account", action="password_address", key=ratelimit.get_ip(request))
    user = get_user_model().objects.filter(email__iexact=key).first()
    if user is not None:
        ratelimit.clear(request, app="allauth.account", action="login_failed", key=f"mfa-auth-user-{user.pk}")
