"""Erasing what people said of themselves: by the asker's wish at once, by the office's term by a job. What was
published without names stays; numbers and dates stay for the counts."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter

from django.db import transaction
from django.utils import timezone

from cms.advice.intake import attachments
from cms.advice.models import AdviceRules, Draft, ErasureReport, Question, QuestionEvent
from cms.advice.workflow import event_log


def erase_question(question: Question, kind: str, user=None) -> None:
    """Text, name, address, reply, drafts, files and the notes of all steps. The step itself is kept."""
    question.text = question.name = question.contact = question.reply = question.letter = ""
    question.marks, question.erased_at = [], timezone.now()
    question.version += 1
    question.save()
    Draft.objects.filter(question=question).delete()
    attachments.delete_attachments(question)
    QuestionEvent.objects.filter(question=question).exclude(note="").update(note="")
    event_log.record_event(question, kind, user)


def subtract_months(moment: datetime.datetime, months: int) -> datetime.datetime:
    """
    >>> subtract_months(datetime.datetime(2026, 3, 31), 1)
    datetime.datetime(2026, 2, 28, 0, 0)
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def questions_due_for_erasure():
    """Closed for longer than the office keeps them."""
    before = subtract_months(timezone.now(), AdviceRules.current().keep_months)
    return before, Question.objects.filter(closed_at__lt=before, erased_at=None)


def erase_due_questions() -> str:
    """Each in a transaction of its own: a run that is killed goes on with the next. The report counts what was done."""
    before, rows = questions_due_for_erasure()
    done: Counter[str] = Counter()
    for pk in rows.values_list("pk", flat=True).order_by("pk"):
        with transaction.atomic():
            question = Question.objects.select_for_update(of=("self",)).filter(pk=pk, erased_at=None).first()
            if question is None:
                continue
            erase_question(question, QuestionEvent.Kind.ERASED)
            done[str(question.school_id or "")] += 1
    if done:
        ErasureReport.objects.create(at=timezone.now(), closed_before=before, count=done.total(), by_school=dict(done))
    return f"{done.total()} erased"
