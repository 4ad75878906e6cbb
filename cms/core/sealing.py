"""Texts that are kept encrypted. A setting holds the keys: the first encrypts, all of them decrypt.

To change one: put the new key in front, encrypt everything anew, take the old one away. Without keys (development) one
is made from ``SECRET_KEY``.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

Unreadable = InvalidToken


def _box(setting: str) -> MultiFernet:
    keys = getattr(settings, setting) or [settings.SECRET_KEY]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode("utf-8")).digest())) for key in keys])


def seal(text: str, setting: str) -> str:
    return _box(setting).encrypt(text.encode("utf-8")).decode("ascii")


def unseal(text: str, setting: str) -> str:
    """Raises ``Unreadable`` when none of the keys fits."""
    return _box(setting).decrypt(text.encode("ascii")).decode("utf-8")
