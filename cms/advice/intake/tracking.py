"""What the code opens for who asked: where the question stands, what was answered; to add, take away, carry off."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.intake import contact_details, form_tokens
from cms.advice.models import Question, QuestionEvent
from cms.advice.notifications import ASKED
from cms.advice.workflow import assignment, deadlines, erasure, event_log, transitions
from cms.core.instance_hooks import allow_all_rows

Kind = QuestionEvent.Kind
#: What whoever asks is told of the states.
STAGES = ("seen", "being_answered", "answered")


def find_question_by_code(typed: str, site_id: int) -> Question | None:
    """By its code, on the site where it was asked."""
    code = form_tokens.normalize_code(typed)
    if not code:
        return None
    with allow_all_rows("the asker follows the own question by its code"):
        rows = Question.objects.filter(code_hash=form_tokens.hash_code(code), site=site_id)
        return rows.select_related("page", "field", "merged_into__page").first()


def progress_stage(question: Question) -> int:
    """How far it is: 0 taken in, 1 seen, 2 being answered, 3 answered or closed."""
    if not question.is_open:
        return 3
    if question.state in (Question.State.ASSIGNED, Question.State.APPROVAL, Question.State.WAITING):
        return 2
    return 1 if question.version > 1 else 0


def find_answer_page(question: Question):
    """The published answer, its own or that of the question with which it was merged; ``None`` while not public."""
    with allow_all_rows("a published answer is everybody's"):
        target = question.merged_into if question.merged_into_id else question
        page = target.page if target else None
        return page if page and page.live else None


def list_messages(question: Question) -> list[QuestionEvent]:
    with allow_all_rows("the asker follows the own question by its code"):
        return list(question.events.filter(to_asker=True).only("kind", "at", "note", "question_id"))


def list_split_questions(question: Question) -> list[Question]:
    with allow_all_rows("the asker follows the own question by its code"):
        return list(question.parts.select_related("page").order_by("pk"))


@transaction.atomic
def add_message(question: Question, text: str) -> bool:
    """More from who asked; where it was waited for, the clock runs again. ``False``: nothing can be added now."""
    with allow_all_rows("the asker follows the own question by its code"):
        question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        if not question.is_open:
            return False
        event_log.record_event(question, Kind.ADDED, None, text, to_asker=True)
        if question.state == Question.State.WAITING:
            deadlines.resume_deadline(question)
            question.state = Question.State.ASSIGNED if question.assigned_to_id else Question.State.NEW
        question.version += 1
        question.save()
        assignment.notify_handlers(
            question, ASKED, _("Who asked wrote more: %(subject)s"), _("It is to be answered by %(due)s.")
        )
        return True


def export_question(question: Question) -> dict[str, Any]:
    """All that is kept about the asker, in words of the table."""
    with allow_all_rows("the asker carries off what is kept"):
        left = contact_details.decrypt_contact(question)
        return {
            "asked_at": question.asked_at.isoformat(), "site": question.site.hostname, "asker": question.asker,
            "name": question.name, "mail": left.mail if left else "", "question": question.text,
            "field": question.field.name if question.field else "", "state": question.state,
            "reply": question.reply, "files": [row.name for row in question.attachments.all()],
            "messages": [
                {"at": event.at.isoformat(), "kind": event.kind, "text": event.note}
                for event in list_messages(question)
            ],
            "parts": [export_question(part) for part in list_split_questions(question)],
        }  # fmt: skip


@transaction.atomic
def withdraw_question(question: Question) -> None:
    """Erased at once, and no longer answered. What was published, without names, stays."""
    with allow_all_rows("the asker takes the own question away"):
        for row in Question.objects.select_for_update(of=("self",)).filter(
            pk__in=[question.pk, *_split_question_ids(question)]
        ):
            was_open = row.is_open
            if was_open:
                transitions.unmerge_questions(row)
                row.state, row.closed_at = Question.State.WITHDRAWN, timezone.now()
            number = row.pk
            erasure.erase_question(row, Kind.WITHDRAWN)
            if was_open:
                assignment.notify_handlers(
                    row, ASKED, _("A question was withdrawn by who asked: %(subject)s"), "", number
                )


def _split_question_ids(question: Question) -> list[int]:
    return list(Question.objects.filter(part_of=question.pk).values_list("pk", flat=True))
