"""Browsers in which a person has fully signed in before (password, and the second factor where it is required).

A signed cookie identifies them. It grants no access: the person's failures there are only counted separately, so that a
stranger who fails on purpose elsewhere locks nobody out. One browser may know several people of a staff room.
"""

from __future__ import annotations

import secrets
import time

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
_SALT = "accounts.device"
_DAY = 86400
_LASTS, _RENEWED = 90 * _DAY, 7 * _DAY
_MAX_PEOPLE = 20


def known_device_number(request, email: str) -> str | None:
    """Returns the browser's number if it knows the person with this address."""
    known = _read_cookie(request)
    return known["id"] if _hash_email(email) in known["people"] else None


def remember_device(request, response, email: str) -> None:
    """Call it once the person is fully signed in, or has opened a link from the mailbox."""
    known, mark = _read_cookie(request), _hash_email(email)
    if mark in known["people"] and time.time() - known["at"] < _RENEWED:
        return
    people = [mark, *(other for other in known["people"] if other != mark)][:_MAX_PEOPLE]
    value = {"id": known["id"] or secrets.token_hex(12), "people": people, "at": int(time.time())}
    response.set_cookie(
        COOKIE, signing.dumps(value, salt=_SALT), max_age=_LASTS, path=reverse("wagtailadmin_home"), httponly=True,
        domain=settings.SESSION_COOKIE_DOMAIN, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def _read_cookie(request) -> dict:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return {"id": "", "people": [], "at": 0}


def _hash_email(email: str) -> str:
    """Hashes the address instead of storing it: other people use this machine too."""
    return salted_hmac(_SALT, email.strip().lower()).hexdigest()[:24]
