"""What the asker left to be reached, encrypted with the keys of ``CONTACT_KEYS`` (``cms.core.encryption``)."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass

from django.db import transaction

from cms.advice.models import Question
from cms.core import encryption

KEYS_SETTING = "CONTACT_KEYS"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ContactDetails:
    """``code``: of the question, so that a mail can carry its link."""

    mail: str
    code: str


def encrypt_contact(contact: ContactDetails) -> str:
    return encryption.encrypt(json.dumps(asdict(contact)), KEYS_SETTING)


def decrypt_contact(question: Question) -> ContactDetails | None:
    """``None``: nothing was left, or it was erased, or none of the keys fits (which is logged)."""
    if not question.contact:
        return None
    try:
        return ContactDetails(**json.loads(encryption.decrypt(question.contact, KEYS_SETTING)))
    except encryption.Unreadable:
        log.error("question %s: none of CONTACT_KEYS reads its address", question.pk)
        return None


def reencrypt_contacts() -> int:
    """Encrypts everything anew with the first key; returns the number of rows. All or nothing."""
    count = 0
    with transaction.atomic():
        for row in Question.objects.select_for_update().exclude(contact="").only("pk", "contact").iterator(500):
            fresh = encryption.encrypt(encryption.decrypt(row.contact, KEYS_SETTING), KEYS_SETTING)
            Question.objects.filter(pk=row.pk).update(contact=fresh)
            count += 1
    return count
