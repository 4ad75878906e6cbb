"""Makes an opinion, once for each form, as long as the round is open."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.advice.intake import form_tokens, spam_signals
from cms.advice.models import Asker
from cms.core.instance_hooks import allow_all_rows
from cms.core.text import fold_diacritics
from cms.opinions.consultation.transitions import TransitionNotAllowed
from cms.opinions.models import Consultation, DraftArticle, Opinion


@dataclass(frozen=True)
class OpinionInput:
    """What was typed, checked. Of a pupil no ``name`` is kept, whatever was sent."""

    text: str
    asker: str
    article_id: int | None = None
    name: str = ""
    school_id: int | None = None


def normalize_text(text: str) -> str:
    """Texts that differ in marks, case, spaces and signs alone have one.

    >>> normalize_text("Đồng ý!") == normalize_text("  đồng   ý")
    True
    """
    words = "".join(letter if letter.isalnum() else " " for letter in fold_diacritics(text)).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:40]


def is_opinion_saved(form: form_tokens.FormToken) -> bool:
    return Opinion.objects.filter(form_hash=form_tokens.hash_form_number(form.number)).exists()


def save_opinion(
    row: Consultation, form: form_tokens.FormToken, said: OpinionInput, user=None, proven: bool = True
) -> None:
    if is_opinion_saved(form):
        return
    try:
        with transaction.atomic(), allow_all_rows("whether the round is open now"):
            # Shared with ``rounds``: who closes it waits, and whoever comes after finds it closed.
            held = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if not held.is_open:
                raise TransitionNotAllowed(_("The round is closed; nothing can be added any more."))
            if said.article_id and not DraftArticle.objects.filter(pk=said.article_id, consultation=row).exists():
                raise TransitionNotAllowed(_("This article is not part of the draft."))
            Opinion.objects.create(
                consultation=row, article_id=said.article_id, text=said.text, asker=said.asker,
                name="" if said.asker == Asker.PUPIL else said.name[:160], school_id=said.school_id, by=user,
                at=timezone.now(), form_hash=form_tokens.hash_form_number(form.number),
                words_key=normalize_text(said.text),
                marks=spam_signals.find_spam_signals(said.text, proven) if user is None else [],
            )  # fmt: skip
    except IntegrityError:  # pressed twice: the other request was faster
        if not is_opinion_saved(form):
            raise
