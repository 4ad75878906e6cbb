"""Every step with a question. Each asks the version that the person saw, writes its event and tells those concerned.

Who may take a step is asked by the view (``desk``); here is what fits the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.advice.asking import token
from cms.advice.handling import desk, due, events, letters
from cms.advice.models import Question, QuestionEvent
from cms.advice.notice_kinds import ASKED, ASSIGNED

State, Kind = Question.State, QuestionEvent.Kind


class StepNotPossible(Exception):
    """The step does not fit the state; the message says why in the active language."""


class Changed(StepNotPossible):
    """Somebody else took a step in the meantime."""


@dataclass(frozen=True)
class Seen:
    """Who takes the step, and which version of the question that person saw."""

    user: object
    version: int


@contextmanager
def taking(question: Question, seen: Seen, *states: str) -> Iterator[Question]:
    """The row, held and as the person saw it; saved with the next version when the step is done."""
    with transaction.atomic():
        found = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        if found.version != seen.version:
            raise Changed(_("Somebody else has worked on this question meanwhile. Look at it again; nothing was lost."))
        if found.state not in (states or Question.OPEN):
            raise StepNotPossible(_("This does not fit any more: %(state)s.") % {"state": found.get_state_display()})
        yield found
        found.version += 1
        found.save()


def _need(words: str, message: str = "") -> str:
    if not words.strip():
        raise StepNotPossible(message or _("Say why; it is kept with the question."))
    return words.strip()


def triage(question: Question, seen: Seen, field_id: int | None) -> None:
    """The field of law, which may allow other days."""
    with taking(question, seen) as row:
        row.field_id = field_id
        due.of_new_field(row)
        events.record(row, Kind.TRIAGED, seen.user)


def assign(question: Question, seen: Seen, person) -> None:
    if not desk.answerers(question).filter(pk=person.pk).exists():
        raise StepNotPossible(_("This person does not answer questions here."))
    with taking(question, seen) as row:
        row.assigned_to = person
        if row.state in (State.NEW, State.APPROVAL):
            row.state = State.ASSIGNED
        events.record(row, Kind.ASSIGNED, seen.user, person.get_full_name() or person.email)
        desk.tell_assigned(
            row, ASSIGNED, gettext_lazy("A question for you: %(subject)s"),
            gettext_lazy("It is to be answered by %(due)s."),
        )  # fmt: skip


def give_back(question: Question, seen: Seen, reason: str) -> None:
    """By whom it was assigned to."""
    reason = _need(reason)
    with taking(question, seen, State.ASSIGNED, State.WAITING) as row:
        row.assigned_to = None
        if row.state == State.ASSIGNED:
            row.state = State.NEW
        events.record(row, Kind.BACK, seen.user, reason)
        desk.tell_desk(row, ASKED, gettext_lazy("A question was given back: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def to_office(question: Question, seen: Seen, note: str) -> None:
    note = _need(note)
    with taking(question, seen) as row:
        if row.at_office:
            raise StepNotPossible(_("It lies at the office already."))
        row.at_office, row.assigned_to, row.state = True, None, _resting(row)
        events.record(row, Kind.TO_OFFICE, seen.user, note)
        desk.tell_desk(row, ASKED, gettext_lazy("A school forwards a question: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def to_school(question: Question, seen: Seen, note: str, school=None) -> None:
    """Back to its school; what was asked on the portal goes to the school that is named, and belongs to it."""
    note = _need(note)
    with taking(question, seen) as row:
        if not row.at_office:
            raise StepNotPossible(_("It lies at the school already."))
        if row.school_id is None:
            if school is None or school.closed_on:
                raise StepNotPossible(_("Say to which school."))
            row.school = school
        row.at_office, row.assigned_to, row.state = False, None, _resting(row)
        events.record(row, Kind.TO_SCHOOL, seen.user, note)
        desk.tell_desk(row, ASKED, gettext_lazy("The office forwards a question: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def _resting(question: Question) -> str:
    """On a new desk nobody has it yet; a question to who asked stays asked."""
    return question.state if question.state == State.WAITING else State.NEW


def ask_back(question: Question, seen: Seen, words: str) -> None:
    """Ask who asked for more; the clock stands still until the answer."""
    words = _need(words, _("Write what you need to know; who asked reads it."))
    with taking(question, seen, State.NEW, State.ASSIGNED) as row:
        row.state = State.WAITING
        due.pause(row)
        events.record(row, Kind.ASKED_BACK, seen.user, words, to_asker=True)
        letters.wait(row, letters.ASKED_BACK)


def resume(question: Question, seen: Seen) -> None:
    """Nothing came; it is answered as it is."""
    with taking(question, seen, State.WAITING) as row:
        due.resume(row)
        row.state = State.ASSIGNED if row.assigned_to_id else State.NEW
        events.record(row, Kind.RESUMED, seen.user)


def merge(question: Question, seen: Seen, target: Question) -> None:
    """The same was asked before: whoever asked this one follows the other's answer when it is published."""
    with transaction.atomic():
        # Both in one order, so that two who merge crosswise wait for each other.
        both = Question.objects.select_for_update(of=("self",)).filter(pk__in=[question.pk, target.pk])
        target = {row.pk: row for row in both.order_by("pk")}[target.pk]
        _merge(question, seen, target)


def _merge(question: Question, seen: Seen, target: Question) -> None:
    with taking(question, seen) as row:
        if target.pk == row.pk or target.merged_into_id or target.school_id != row.school_id or target.erased_at:
            raise StepNotPossible(_("Choose another question of the same place that is not merged itself."))
        if target.state not in (*Question.OPEN, State.ANSWERED) or target.outcome == Question.Outcome.PRIVATE:
            raise StepNotPossible(_("That question has no answer that others could read."))
        Question.objects.filter(merged_into=row).update(merged_into=target)
        row.merged_into, row.state, row.closed_at, row.paused_on = target, State.MERGED, timezone.now(), None
        events.record(row, Kind.MERGED, seen.user, f"#{target.pk}")
        events.record(target, Kind.MERGED, seen.user, f"#{row.pk}")


def part_again(target: Question) -> None:
    """The question with which others were merged is gone: each of them stands for itself again."""
    for row in Question.objects.select_for_update(of=("self",)).filter(merged_into=target, erased_at=None):
        row.merged_into, row.closed_at, row.state = None, None, State.NEW
        row.version += 1
        row.save()
        events.record(row, Kind.BACK, None, f"#{target.pk}")
        desk.tell_desk(row, ASKED, gettext_lazy("A question stands for itself again: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def split(question: Question, seen: Seen, text: str) -> Question:
    """A second matter becomes a question of its own, followed by the same code."""
    text = _need(text, _("Write the second question."))
    with taking(question, seen) as row:
        form = token.new(row.site_id)
        part = Question.objects.create(
            school_id=row.school_id, site_id=row.site_id, at_office=row.at_office, text=text[:4000], asker=row.asker,
            name=row.name, language=row.language, code_hash=token.hash_of_code(token.code_of(form.number)),
            token_hash=token.hash_of_number(form.number), asked_at=row.asked_at, field_id=row.field_id,
            due_on=row.due_on, part_of_id=row.part_of_id or row.pk, contact=row.contact,
        )  # fmt: skip
        events.record(row, Kind.SPLIT, seen.user, f"#{part.pk}")
        events.record(part, Kind.SPLIT, seen.user, f"#{row.pk}")
    return part


def refuse(question: Question, seen: Seen, reason: str) -> None:
    reason = _need(reason, _("Say why; who asked reads it."))
    with taking(question, seen) as row:
        _no_others(row)
        row.state, row.closed_at, row.paused_on = State.REFUSED, timezone.now(), None
        events.record(row, Kind.REFUSED, seen.user, reason, to_asker=True)
        letters.wait(row, letters.REFUSED)


def _no_others(row: Question) -> None:
    if Question.objects.filter(merged_into=row).exists():
        raise StepNotPossible(_("Others asked the same and were merged with this one: publish the answer."))


no_others = _no_others
