"""Encrypts stored texts. A setting holds the keys: the first encrypts, all of them decrypt.

To change a key: put the new key first, re-encrypt everything (``rotate_keys``), remove the old key. Without keys
(development) one is derived from ``SECRET_KEY``.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

Unreadable = InvalidToken

#: Setting → functions that re-encrypt the rows of an app and return their number; each app adds its own.
encrypted_models: dict[str, list[Callable[[], int]]] = defaultdict(list)


def _fernet_for(setting: str) -> MultiFernet:
    keys = getattr(settings, setting) or [settings.SECRET_KEY]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode("utf-8")).digest())) for key in keys])


def encrypt(text: str, setting: str) -> str:
    return _fernet_for(setting).encrypt(text.encode("utf-8")).decode("ascii")


def decrypt(text: str, setting: str) -> str:
    """Returns the plain text. Raises ``Unreadable`` when no key fits."""
    return _fernet_for(setting).decrypt(text.encode("ascii")).decode("utf-8")


def rotate_keys(setting: str) -> int:
    """Re-encrypts everything with the first key, or nothing. Returns the number of rows."""
    with transaction.atomic():
        return sum(one() for one in encrypted_models[setting])
