"""Secrets of second factors are kept encrypted; ``SECOND_FACTOR_KEYS`` holds the keys.

The first key encrypts, all of them decrypt: put a new one in front, run ``rotate_second_factor_keys``, then take
the old one away. Without keys (development) one is made from ``SECRET_KEY``.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

Unreadable = InvalidToken
#: What allauth keeps encrypted in ``Authenticator.data``.
ENCRYPTED = ("secret", "seed")


def _box() -> MultiFernet:
    keys = settings.SECOND_FACTOR_KEYS or [settings.SECRET_KEY]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode("utf-8")).digest())) for key in keys])


def encrypt(text: str) -> str:
    return _box().encrypt(text.encode("utf-8")).decode("ascii")


def decrypt(text: str) -> str:
    """Raises ``Unreadable`` when none of the keys fits."""
    return _box().decrypt(text.encode("ascii")).decode("utf-8")


def rotate() -> int:
    """Encrypts everything anew with the first key; returns the number of rows. All or nothing."""
    from allauth.mfa.models import Authenticator

    count = 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update():
            row.data = {
                name: encrypt(decrypt(value)) if name in ENCRYPTED else value for name, value in row.data.items()
            }
            row.save(update_fields=["data"])
            count += 1
    return count
