"""Every step with a question. Each asks the version that the person saw, writes its event and tells those concerned.

Who may take a step is asked by the view (``assignment``); here is what fits the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.advice.intake import form_tokens
from cms.advice.models import Question, QuestionEvent
from cms.advice.notifications import ASKED, ASSIGNED
from cms.advice.workflow import asker_emails, assignment, deadlines, event_log

State, Kind = Question.State, QuestionEvent.Kind


class TransitionNotAllowed(Exception):
    """The step does not fit the state; the message says why in the active language."""


class VersionConflict(TransitionNotAllowed):
    """Somebody else took a step in the meantime."""


@dataclass(frozen=True)
class ExpectedVersion:
    """Who takes the step, and which version of the question that person saw."""

    user: object
    version: int


@contextmanager
def locked_transition(question: Question, seen: ExpectedVersion, *states: str) -> Iterator[Question]:
    """The row, held and as the person saw it; saved with the next version when the step is done."""
    with transaction.atomic():
        found = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        if found.version != seen.version:
            raise VersionConflict(
                _("Somebody else has worked on this question meanwhile. Look at it again; nothing was lost.")
            )
        if found.state not in (states or Question.OPEN):
            raise TransitionNotAllowed(
                _("This does not fit any more: %(state)s.") % {"state": found.get_state_display()}
            )
        yield found
        found.version += 1
        found.save()


def _require_reason(words: str, message: str = "") -> str:
    if not words.strip():
        raise TransitionNotAllowed(message or _("Say why; it is kept with the question."))
    return words.strip()


def set_legal_field(question: Question, seen: ExpectedVersion, field_id: int | None) -> None:
    """The field of law, which may allow other days."""
    with locked_transition(question, seen) as row:
        row.field_id = field_id
        deadlines.update_for_new_field(row)
        event_log.record_event(row, Kind.TRIAGED, seen.user)


def assign_question(question: Question, seen: ExpectedVersion, person) -> None:
    if not assignment.eligible_answerers(question).filter(pk=person.pk).exists():
        raise TransitionNotAllowed(_("This person does not answer questions here."))
    with locked_transition(question, seen) as row:
        row.assigned_to = person
        if row.state in (State.NEW, State.APPROVAL):
            row.state = State.ASSIGNED
        event_log.record_event(row, Kind.ASSIGNED, seen.user, person.get_full_name() or person.email)
        assignment.notify_assignee(
            row, ASSIGNED, gettext_lazy("A question for you: %(subject)s"),
            gettext_lazy("It is to be answered by %(due)s."),
        )  # fmt: skip


def return_assignment(question: Question, seen: ExpectedVersion, reason: str) -> None:
    """By whom it was assigned to."""
    reason = _require_reason(reason)
    with locked_transition(question, seen, State.ASSIGNED, State.WAITING) as row:
        row.assigned_to = None
        if row.state == State.ASSIGNED:
            row.state = State.NEW
        event_log.record_event(row, Kind.BACK, seen.user, reason)
        assignment.notify_handlers(row, ASKED, gettext_lazy("A question was given back: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def forward_to_office(question: Question, seen: ExpectedVersion, note: str) -> None:
    note = _require_reason(note)
    with locked_transition(question, seen) as row:
        if row.at_office:
            raise TransitionNotAllowed(_("It lies at the office already."))
        row.at_office, row.assigned_to, row.state = True, None, _unassigned_state(row)
        event_log.record_event(row, Kind.TO_OFFICE, seen.user, note)
        assignment.notify_handlers(row, ASKED, gettext_lazy("A school forwards a question: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def forward_to_school(question: Question, seen: ExpectedVersion, note: str, school=None) -> None:
    """Back to its school; what was asked on the portal goes to the school that is named, and belongs to it."""
    note = _require_reason(note)
    with locked_transition(question, seen) as row:
        if not row.at_office:
            raise TransitionNotAllowed(_("It lies at the school already."))
        if row.school_id is None:
            if school is None or school.closed_on:
                raise TransitionNotAllowed(_("Say to which school."))
            row.school = school
        row.at_office, row.assigned_to, row.state = False, None, _unassigned_state(row)
        event_log.record_event(row, Kind.TO_SCHOOL, seen.user, note)
        assignment.notify_handlers(row, ASKED, gettext_lazy("The office forwards a question: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def _unassigned_state(question: Question) -> str:
    """On a new desk nobody has it yet; a question to who asked stays asked."""
    return question.state if question.state == State.WAITING else State.NEW


def request_information(question: Question, seen: ExpectedVersion, words: str) -> None:
    """Ask who asked for more; the clock stands still until the answer."""
    words = _require_reason(words, _("Write what you need to know; who asked reads it."))
    with locked_transition(question, seen, State.NEW, State.ASSIGNED) as row:
        row.state = State.WAITING
        deadlines.pause_deadline(row)
        event_log.record_event(row, Kind.ASKED_BACK, seen.user, words, to_asker=True)
        asker_emails.queue_email(row, asker_emails.ASKED_BACK)


def resume_question(question: Question, seen: ExpectedVersion) -> None:
    """Nothing came; it is answered as it is."""
    with locked_transition(question, seen, State.WAITING) as row:
        deadlines.resume_deadline(row)
        row.state = State.ASSIGNED if row.assigned_to_id else State.NEW
        event_log.record_event(row, Kind.RESUMED, seen.user)


def merge_question(question: Question, seen: ExpectedVersion, target: Question) -> None:
    """The same was asked before: whoever asked this one follows the other's answer when it is published."""
    with transaction.atomic():
        # Both in one order, so that two who merge crosswise wait for each other.
        both = Question.objects.select_for_update(of=("self",)).filter(pk__in=[question.pk, target.pk])
        target = {row.pk: row for row in both.order_by("pk")}[target.pk]
        _merge_into(question, seen, target)


def _merge_into(question: Question, seen: ExpectedVersion, target: Question) -> None:
    with locked_transition(question, seen) as row:
        if target.pk == row.pk or target.merged_into_id or target.school_id != row.school_id or target.erased_at:
            raise TransitionNotAllowed(_("Choose another question of the same place that is not merged itself."))
        if target.state not in (*Question.OPEN, State.ANSWERED) or target.outcome == Question.Outcome.PRIVATE:
            raise TransitionNotAllowed(_("That question has no answer that others could read."))
        Question.objects.filter(merged_into=row).update(merged_into=target)
        row.merged_into, row.state, row.closed_at, row.paused_on = target, State.MERGED, timezone.now(), None
        event_log.record_event(row, Kind.MERGED, seen.user, f"#{target.pk}")
        event_log.record_event(target, Kind.MERGED, seen.user, f"#{row.pk}")


def unmerge_questions(target: Question) -> None:
    """The question with which others were merged is gone: each of them stands for itself again."""
    for row in Question.objects.select_for_update(of=("self",)).filter(merged_into=target, erased_at=None):
        row.merged_into, row.closed_at, row.state = None, None, State.NEW
        row.version += 1
        row.save()
        event_log.record_event(row, Kind.BACK, None, f"#{target.pk}")
        assignment.notify_handlers(row, ASKED, gettext_lazy("A question stands for itself again: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def split_question(question: Question, seen: ExpectedVersion, text: str) -> Question:
    """A second matter becomes a question of its own, followed by the same code."""
    text = _require_reason(text, _("Write the second question."))
    with locked_transition(question, seen) as row:
        form = form_tokens.create_form_token(row.site_id)
        part = Question.objects.create(
            school_id=row.school_id, site_id=row.site_id, at_office=row.at_office, text=text[:4000], asker=row.asker,
            name=row.name, language=row.language, code_hash=form_tokens.hash_code(form_tokens.derive_code(form.number)),
            token_hash=form_tokens.hash_form_number(form.number), asked_at=row.asked_at, field_id=row.field_id,
            due_on=row.due_on, part_of_id=row.part_of_id or row.pk, contact=row.contact,
        )  # fmt: skip
        event_log.record_event(row, Kind.SPLIT, seen.user, f"#{part.pk}")
        event_log.record_event(part, Kind.SPLIT, seen.user, f"#{row.pk}")
    return part


def refuse_question(question: Question, seen: ExpectedVersion, reason: str) -> None:
    reason = _require_reason(reason, _("Say why; who asked reads it."))
    with locked_transition(question, seen) as row:
        _require_no_merged_questions(row)
        row.state, row.closed_at, row.paused_on = State.REFUSED, timezone.now(), None
        event_log.record_event(row, Kind.REFUSED, seen.user, reason, to_asker=True)
        asker_emails.queue_email(row, asker_emails.REFUSED)


def _require_no_merged_questions(row: Question) -> None:
    if Question.objects.filter(merged_into=row).exists():
        raise TransitionNotAllowed(_("Others asked the same and were merged with this one: publish the answer."))


require_no_merged_questions = _require_no_merged_questions
