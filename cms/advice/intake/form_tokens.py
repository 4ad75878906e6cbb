"""The form carries a signed token instead of a session: which site it was made for, when, and a number of its own.

The number is the question's: sent twice it makes one question, and the code by which it is followed comes from it, so
that the second answer shows the same one. Only hashes of both are kept.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core import signing

_SALT = "cms.advice.form"
#: Without a proof of work a form is taken when it is this old: nobody types a question faster.
MIN_AGE = 20
#: A form that lay open for longer is shown again with all that was typed.
MAX_AGE = 24 * 3600
#: Letters that are not mistaken for each other, read aloud or written down.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = re.compile(f"[{CODE_ALPHABET}]{{12}}")


@dataclass(frozen=True)
class FormToken:
    """``number``: the form's own; ``age``: seconds since it was made."""

    number: str
    age: float
    raw: str


def create_form_token(site_id: int) -> FormToken:
    number = secrets.token_urlsafe(18)
    return FormToken(number, 0, signing.dumps([site_id, number, int(time.time())], salt=_SALT))


def parse_form_token(raw: str, site_id: int) -> FormToken | None:
    """``None``: of another site, too old, or not ours."""
    try:
        site, number, made = signing.loads(raw, salt=_SALT)
        age = time.time() - made
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return FormToken(number, age, raw) if site == site_id and -60 <= age <= MAX_AGE else None


def _digest(text: str, purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"cms.advice.{purpose}:{text}".encode(), sha256).digest()


def hash_form_number(number: str) -> str:
    return _digest(number, "number").hex()


def derive_code(number: str) -> str:
    """Twelve letters: nobody finds one by trying."""
    value = int.from_bytes(_digest(number, "code"), "big")
    found = ""
    for _letter in range(12):
        value, at = divmod(value, len(CODE_ALPHABET))
        found += CODE_ALPHABET[at]
    return found


def hash_code(code: str) -> str:
    return _digest(code, "follow").hex()


def normalize_code(typed: str) -> str:
    """As it is kept; "" when it is none.

    >>> normalize_code(" 7k3m-9qxt 2wpa ")
    '7K3M9QXT2WPA'
    """
    found = re.sub(r"[\s-]", "", typed).upper()
    return found if _CODE.fullmatch(found) else ""


def format_code(code: str) -> str:
    """In groups of four, to be written down."""
    return "-".join(code[at : at + 4] for at in range(0, 12, 4))
