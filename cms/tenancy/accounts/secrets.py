"""Encrypts the stored secrets of second factors; ``SECOND_FACTOR_KEYS`` holds the keys.

To change a key, run ``rotate_second_factor_keys`` in between (``cms.core.encryption``).
"""

from __future__ import annotations

from django.db import transaction

from cms.core import encryption
from cms.core.encryption import Unreadable

__all__ = ["ENCRYPTED", "Unreadable", "decrypt", "encrypt", "rotate_keys"]
KEYS = "SECOND_FACTOR_KEYS"
#: Keys of ``Authenticator.data`` that allauth stores encrypted.
ENCRYPTED = ("secret", "seed")


def encrypt(text: str) -> str:
    return encryption.encrypt(text, KEYS)


def decrypt(text: str) -> str:
    """Returns the plain text. Raises ``Unreadable`` when none of the keys fits."""
    return encryption.decrypt(text, KEYS)


def rotate_keys() -> int:
    """Encrypts everything anew with the first key, in one transaction; returns the number of rows."""
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
