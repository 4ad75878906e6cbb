"""By when a question is to be answered; who is warned before and after."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.models import AdviceRules, FieldTarget, Question
from cms.advice.notifications import DUE
from cms.advice.workflow import assignment, working_days

WARNING_DAYS = 1  # working days before


def allowed_days(field_id: int | None) -> int:
    """Working days that the office allows."""
    found = FieldTarget.objects.filter(field=field_id).values_list("days", flat=True).first() if field_id else None
    return found or AdviceRules.current().days


def initial_due_date(question: Question) -> datetime.date:
    return working_days.add_working_days(timezone.localtime(question.asked_at).date(), allowed_days(question.field_id))


def update_for_new_field(question: Question) -> None:
    """Another field may allow other days; what the clock stood still is kept."""
    begun = timezone.localtime(question.asked_at).date()
    before = working_days.add_working_days(
        begun, allowed_days(Question.objects.values_list("field", flat=True).get(pk=question.pk))
    )
    stood = max(0, working_days.count_working_days(before, question.due_on)) if question.due_on else 0
    question.due_on = working_days.add_working_days(begun, allowed_days(question.field_id) + stood)
    question.warned = ""


def pause_deadline(question: Question) -> None:
    question.paused_on = timezone.localdate()


def resume_deadline(question: Question) -> None:
    """The days that it waited for who asked are added."""
    if question.paused_on and question.due_on:
        waited = working_days.count_working_days(question.paused_on, timezone.localdate())
        question.due_on, question.warned = working_days.add_working_days(question.due_on, waited), ""
    question.paused_on = None


def send_deadline_warnings() -> str:
    """Of questions that are due soon, and once more when they are late."""
    today = timezone.localdate()
    running = Question.objects.filter(state__in=Question.OPEN, paused_on=None, due_on__isnull=False)
    late = list(running.filter(due_on__lt=today).exclude(warned="late").select_related("assigned_to"))
    soon = list(
        running.filter(due_on__gte=today, due_on__lte=working_days.add_working_days(today, WARNING_DAYS), warned="")
    )
    for rows, mark, subject, text in (
        (late, "late", _("Not answered in time: %(subject)s"), _("It was to be answered by %(due)s.")),
        (soon, "soon", _("To be answered soon: %(subject)s"), _("It is to be answered by %(due)s.")),
    ):
        for question in rows:
            with transaction.atomic():  # written with its mark: a worker that is killed warns of the rest, not twice
                if Question.objects.filter(pk=question.pk, warned=question.warned).update(warned=mark):
                    assignment.notify_handlers(question, DUE, subject, text)
                    assignment.notify_assignee(question, DUE, subject, text)
    return f"{len(soon)} soon, {len(late)} late"
