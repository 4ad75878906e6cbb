"""What the asker left to be reached, encrypted with the keys of ``CONTACT_KEYS`` (``cms.core.sealing``)."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass

from django.db import transaction

from cms.advice.models import Question
from cms.core import sealing

KEYS = "CONTACT_KEYS"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Contact:
    """``code``: of the question, so that a mail can carry its link."""

    mail: str
    code: str


def seal(contact: Contact) -> str:
    return sealing.seal(json.dumps(asdict(contact)), KEYS)


def read(question: Question) -> Contact | None:
    """``None``: nothing was left, or it was erased, or none of the keys fits (which is logged)."""
    if not question.contact:
        return None
    try:
        return Contact(**json.loads(sealing.unseal(question.contact, KEYS)))
    except sealing.Unreadable:
        log.error("question %s: none of CONTACT_KEYS reads its address", question.pk)
        return None


def rotate() -> int:
    """Encrypts everything anew with the first key; returns the number of rows. All or nothing."""
    count = 0
    with transaction.atomic():
        for row in Question.objects.select_for_update().exclude(contact="").only("pk", "contact").iterator(500):
            fresh = sealing.seal(sealing.unseal(row.contact, KEYS), KEYS)
            Question.objects.filter(pk=row.pk).update(contact=fresh)
            count += 1
    return count
