"""Texts that are kept encrypted. A setting holds the keys: the first encrypts, all of them decrypt.

To change one: put the new key in front, encrypt everything anew, take the old one away. Without keys (development) one
is made from ``SECRET_KEY``.
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

#: Setting → what encrypts the rows of an app anew and returns their number; each app adds its own.
encrypted_models: dict[str, list[Callable[[], int]]] = defaultdict(list)


def _fernet_for(setting: str) -> MultiFernet:
    keys = getattr(settings, setting) or [settings.SECRET_KEY]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode("utf-8")).digest())) for key in keys])


def encrypt(text: str, setting: str) -> str:
    return _fernet_for(setting).encrypt(text.encode("utf-8")).decode("ascii")


def decrypt(text: str, setting: str) -> str:
    """Raises ``Unreadable`` when none of the keys fits."""
    return _fernet_for(setting).decrypt(text.encode("ascii")).decode("utf-8")


def rotate_keys(setting: str) -> int:
    """Everything anew with the first key, or nothing."""
    with transaction.atomic():
        return sum(one() for one in encrypted_models[setting])
