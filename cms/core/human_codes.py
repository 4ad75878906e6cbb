"""Codes that people copy from paper, without letters or digits that look alike."""

from __future__ import annotations

import secrets

ALPHABET = "ABCDEFGHKMNPQRSTUVWXY3456789"
LENGTH = 10


def generate_code(length: int = LENGTH) -> str:
    """Returns a random code; the default length has 48 bits, so a contest's codes cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))


def normalize_code(text: str) -> str:
    """
    >>> normalize_code(" abcd-efgh 34 ")
    'ABCDEFGH34'
    """
    return "".join(sign for sign in text.upper() if sign.isalnum())


def format_code(code: str) -> str:
    """
    >>> format_code("ABCDEFGH34")
    'ABCDE-FGH34'
    """
    return f"{code[:5]}-{code[5:]}" if len(code) == LENGTH else code
