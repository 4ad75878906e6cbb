"""The code of a session at a moment. Sent on to somebody at home it holds ten minutes at most. No Django."""

from __future__ import annotations

import hashlib
import hmac

from cms.core.human_codes import ALPHABET, normalize_code

STEP_SECONDS = 300  # seconds
CODE_LENGTH = 6


def code_at(secret: str, seconds: float) -> str:
    """
    >>> code_at("s", 0) == code_at("s", 299) != code_at("s", 300)
    True
    """
    step = str(int(seconds // STEP_SECONDS)).encode()
    digest = hmac.new(secret.encode(), step, hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE_LENGTH])


def is_valid_code(secret: str, code: str, seconds: float) -> bool:
    """The code of now, or the one before."""
    wanted = normalize_code(code)
    return any(
        hmac.compare_digest(wanted.encode(), code_at(secret, seconds - back).encode()) for back in (0, STEP_SECONDS)
    )
