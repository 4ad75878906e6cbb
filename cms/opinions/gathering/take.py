"""Makes an opinion, once for each form, as long as the round is open."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.advice.asking import spam, token
from cms.advice.models import Asker
from cms.core.rows import reading_all
from cms.core.text import fold
from cms.opinions.asking.rounds import StepNotPossible
from cms.opinions.models import Consultation, DraftArticle, Opinion


@dataclass(frozen=True)
class Said:
    """What was typed, checked. Of a pupil no ``name`` is kept, whatever was sent."""

    text: str
    asker: str
    article_id: int | None = None
    name: str = ""
    school_id: int | None = None


def key_of(text: str) -> str:
    """Texts that differ in marks, case, spaces and signs alone have one.

    >>> key_of("Đồng ý!") == key_of("  đồng   ý")
    True
    """
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:40]


def was_taken(form: token.Form) -> bool:
    return Opinion.objects.filter(form_hash=token.hash_of_number(form.number)).exists()


def take(row: Consultation, form: token.Form, said: Said, user=None, proven: bool = True) -> None:
    if was_taken(form):
        return
    try:
        with transaction.atomic(), reading_all("whether the round is open now"):
            # Shared with ``rounds``: who closes it waits, and whoever comes after finds it closed.
            held = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if not held.is_open:
                raise StepNotPossible(_("The round is closed; nothing can be added any more."))
            if said.article_id and not DraftArticle.objects.filter(pk=said.article_id, consultation=row).exists():
                raise StepNotPossible(_("This article is not part of the draft."))
            Opinion.objects.create(
                consultation=row, article_id=said.article_id, text=said.text, asker=said.asker,
                name="" if said.asker == Asker.PUPIL else said.name[:160], school_id=said.school_id, by=user,
                at=timezone.now(), form_hash=token.hash_of_number(form.number), words_key=key_of(said.text),
                marks=spam.marks(said.text, proven) if user is None else [],
            )  # fmt: skip
    except IntegrityError:  # pressed twice: the other request was faster
        if not was_taken(form):
            raise
