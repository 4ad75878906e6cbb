"""The log of steps: one row for each, in the transaction of the step."""

from __future__ import annotations

from django.utils import timezone

from cms.advice.models import Question, QuestionEvent


def record_event(question: Question, kind: str, user, note: str = "", to_asker: bool = False) -> QuestionEvent:
    return QuestionEvent.objects.create(
        question=question, kind=kind, at=timezone.now(), by=user, note=note.strip()[:4000], to_asker=to_asker
    )
