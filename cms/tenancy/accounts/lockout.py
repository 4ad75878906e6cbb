"""Too many failures close a name, and an address, for a while. allauth counts (in the cache); the rest is here.

Counted by e-mail address and for unknown ones alike, so that the answer tells nothing about who has an account.
"""

from __future__ import annotations

from allauth.account import app_settings
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import parse_rates
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from cms.tenancy.accounts import mail

NO_ADDRESS = "0.0.0.0"  # noqa: S104


def key_of(email: str) -> str:
    """The same on every host: each school has its own, and an attacker would start anew on each."""
    return email.strip().lower()


def minutes() -> int:
    """How long a closed account waits at most after its first failure."""
    rates = [rate for rate in parse_rates(app_settings.RATE_LIMITS["login_failed"]) if rate.per == "key"]
    return round(min(rate.duration for rate in rates) / 60)


def message():
    return _(
        "Too many failed attempts. Wait %(minutes)d minutes and try again, or choose a new password by “Forgotten "
        "password?”."
    ) % {"minutes": minutes()}


def tell_owner(email: str) -> None:
    """One mail per closing; nobody is told whether there was anybody to mail to."""
    key = key_of(email)
    if not cache.add(f"accounts.locked:{key}", 1, timeout=60 * minutes()):
        return
    user = get_user_model().objects.filter(email__iexact=key, is_active=True).first()
    if user is not None:
        mail.send(user, "locked", {"minutes": minutes()})


def unlock(email: str, address: str = "") -> None:
    """Forgets the failures of an account, at the password and at the second step, and with ``address`` those of a
    network address."""
    request = RequestFactory(REMOTE_ADDR=address or NO_ADDRESS).post("/")
    ratelimit.clear(request, action="login_failed", key=key_of(email))
    cache.delete(f"accounts.locked:{key_of(email)}")
    user = get_user_model().objects.filter(email__iexact=email.strip()).first()
    if user is not None:
        ratelimit.clear(request, action="login_failed", key=f"mfa-auth-user-{user.pk}")
