"""Whose questions are whose, and how one is written down."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from cms.contests.bank import duplicates, law
from cms.contests.models import BankQuestion


def questions_of(school_id: int | None) -> QuerySet[BankQuestion]:
    """Those that belong to the school (``None``: to the office)."""
    return BankQuestion.objects.filter(school=school_id)


def readable_questions(school_id: int | None) -> QuerySet[BankQuestion]:
    """The own ones, and those that the office shares."""
    shared = Q(school=None, shared=True) & ~Q(state=BankQuestion.State.DRAFT)
    return BankQuestion.objects.filter(Q(school=school_id) | shared)


def usable_questions(school_id: int | None) -> QuerySet[BankQuestion]:
    """From which may be drawn: ready, and with law that is as it was."""
    return readable_questions(school_id).filter(state=BankQuestion.State.READY, law_changed_at=None)


@transaction.atomic
def save_question(question: BankQuestion, lines: Sequence[str]) -> list[str]:
    """Saves the question with the content that the lines make; words of ``law`` that mean no document of the library
    come back. Raises ``InvalidContent``."""
    question.content = question.rule.read(lines)
    question.fingerprint = duplicates.compute_fingerprint(question.text)
    question.save()
    return law.bind_citations(question)
