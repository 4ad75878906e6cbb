"""What a browser shows to answer for an attempt: number and device, signed. No look-up, no cookie, no session.

It is sent in the body, so no other site can send it along: it stands for the form's token too.
"""

from __future__ import annotations

from typing import NamedTuple

from django.core import signing

_signer = signing.Signer(salt="cms.contests.attempt")


class AttemptToken(NamedTuple):
    attempt: int
    device: int


def sign_token(attempt: int, device: int) -> str:
    return _signer.sign(f"{attempt}.{device}")


def parse_token(token: object) -> AttemptToken | None:
    """``None`` for whatever was not signed here."""
    if not isinstance(token, str) or len(token) > 200:
        return None
    try:
        attempt, _dot, device = _signer.unsign(token).partition(".")
        return AttemptToken(int(attempt), int(device))
    except (signing.BadSignature, ValueError):
        return None
