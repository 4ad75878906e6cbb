"""Versions of an answer. Whoever saves says which version was open; where another came meanwhile, both are shown and
nothing is written over."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cms.advice.answering import answer_html
from cms.advice.models import Draft, Question
from cms.advice.workflow import event_log
from cms.advice.workflow.transitions import Kind, State, TransitionNotAllowed


class NewerDraftExists(TransitionNotAllowed):
    """Somebody saved another version meanwhile (``find_latest_draft``)."""

    def __init__(self, newest: Draft):
        super().__init__()
        self.newest = newest


def find_latest_draft(question: Question) -> Draft | None:
    return Draft.objects.filter(question=question).select_related("by").order_by("-number").first()


@transaction.atomic
def save_draft(question: Question, user, base: int, title: str, answer: str, cited: Sequence[int]) -> Draft:
    """``base``: number of the version that was open (0: none)."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.state not in (State.NEW, State.ASSIGNED, State.WAITING, State.APPROVAL):
        raise TransitionNotAllowed(row.get_state_display())
    last = find_latest_draft(row)
    text = (title.strip()[:255], answer_html.clean_answer_html(answer), list(cited))
    if last is not None:
        if (last.title, last.answer, last.cited) == text:
            return last  # pressed twice
        if last.number != base:
            raise NewerDraftExists(last)
    number = (last.number if last else 0) + 1
    made = Draft.objects.create(
        question=row, number=number, title=text[0], answer=text[1], cited=text[2], by=user, at=timezone.now()
    )
    if row.state == State.APPROVAL:
        row.state = State.ASSIGNED if row.assigned_to_id else State.NEW  # another text than the one sent in
    row.version += 1
    row.save()
    event_log.record_event(row, Kind.DRAFTED, user, str(number))
    return made
