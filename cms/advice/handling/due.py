"""By when a question is to be answered; who is warned before and after."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.handling import clock, desk
from cms.advice.models import AdviceRules, FieldTarget, Question
from cms.advice.notice_kinds import DUE

SOON = 1  # working days before


def days_of(field_id: int | None) -> int:
    """Working days that the office allows."""
    found = FieldTarget.objects.filter(field=field_id).values_list("days", flat=True).first() if field_id else None
    return found or AdviceRules.current().days


def first_day(question: Question) -> datetime.date:
    return clock.add(timezone.localtime(question.asked_at).date(), days_of(question.field_id))


def of_new_field(question: Question) -> None:
    """Another field may allow other days; what the clock stood still is kept."""
    begun = timezone.localtime(question.asked_at).date()
    before = clock.add(begun, days_of(Question.objects.values_list("field", flat=True).get(pk=question.pk)))
    stood = max(0, clock.between(before, question.due_on)) if question.due_on else 0
    question.due_on = clock.add(begun, days_of(question.field_id) + stood)
    question.warned = ""


def pause(question: Question) -> None:
    question.paused_on = timezone.localdate()


def resume(question: Question) -> None:
    """The days that it waited for who asked are added."""
    if question.paused_on and question.due_on:
        waited = clock.between(question.paused_on, timezone.localdate())
        question.due_on, question.warned = clock.add(question.due_on, waited), ""
    question.paused_on = None


def warn() -> str:
    """Of questions that are due soon, and once more when they are late."""
    today = timezone.localdate()
    running = Question.objects.filter(state__in=Question.OPEN, paused_on=None, due_on__isnull=False)
    late = list(running.filter(due_on__lt=today).exclude(warned="late").select_related("assigned_to"))
    soon = list(running.filter(due_on__gte=today, due_on__lte=clock.add(today, SOON), warned=""))
    for rows, mark, subject, text in (
        (late, "late", _("Not answered in time: %(subject)s"), _("It was to be answered by %(due)s.")),
        (soon, "soon", _("To be answered soon: %(subject)s"), _("It is to be answered by %(due)s.")),
    ):
        for question in rows:
            with transaction.atomic():  # written with its mark: a worker that is killed warns of the rest, not twice
                if Question.objects.filter(pk=question.pk, warned=question.warned).update(warned=mark):
                    desk.tell_desk(question, DUE, subject, text)
                    desk.tell_assigned(question, DUE, subject, text)
    return f"{len(soon)} soon, {len(late)} late"
