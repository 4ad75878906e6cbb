"""A little work that the visitor's browser does, so that sending thousands of questions costs something (altcha).

The challenge is bound to one form, so that a solution is worth one question. Nothing is asked of a third party, nothing
is shown to be solved: the work runs in the background (``js/ask.js``) with the package's own worker.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from functools import lru_cache
from typing import Any

import altcha
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

from cms.advice.intake import form_tokens

ALGORITHM = "PBKDF2/SHA-256"
MAX_SOLUTION_LENGTH = 4000  # of a solution as it is sent
_WORKER = "vendor/altcha/pbkdf2.js"


@lru_cache(maxsize=1)
def get_worker_url() -> str:
    """Of the package's script; empty where it is not installed (``scripts/vendor-assets``): the form then waits."""
    return static(_WORKER) if finders.find(_WORKER) or staticfiles_storage.exists(_WORKER) else ""


def _secret() -> str:
    return f"cms.advice.proof:{settings.SECRET_KEY}"


def create_challenge(form: form_tokens.FormToken) -> dict[str, Any]:
    made = altcha.create_challenge(
        ALGORITHM, settings.PROOF_ROUNDS, expires_at=int(time.time()) + form_tokens.MAX_AGE,
        data={"form": form_tokens.hash_form_number(form.number)}, hmac_secret=_secret(),
    )  # fmt: skip
    return made.to_dict()


def is_valid_solution(raw: str, form: form_tokens.FormToken) -> bool:
    """Is this a solution of the form's own challenge?"""
    if not raw or len(raw) > MAX_SOLUTION_LENGTH:
        return False
    try:
        sent = json.loads(base64.b64decode(raw, validate=True))
        parameters = sent["challenge"]["parameters"]
        bound = parameters["data"]["form"] == form_tokens.hash_form_number(form.number)
        # What a stranger signed is not worked on: a cost of millions would be our work.
        known = parameters["algorithm"] == ALGORITHM and parameters["cost"] == settings.PROOF_ROUNDS
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return False
    return bound and known and altcha.verify_solution(raw, _secret()).verified
