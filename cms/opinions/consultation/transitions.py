"""The life of a round: prepared, open, closed on time, results. Who may is asked by the view."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.opinions.consultation.draft_articles import DraftPart
from cms.opinions.models import Consultation, DraftArticle, Opinion
from cms.opinions.notifications import ASKED, CLOSED
from cms.tenancy.notifications import sending


class TransitionNotAllowed(Exception):
    """The message says why in the active language."""


@transaction.atomic
def set_articles(row: Consultation, parts: list[DraftPart]) -> None:
    """In place of those before, while the round is being prepared."""
    held = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.opened_at is not None:
        raise TransitionNotAllowed(_("The round is open: its text does not change any more."))
    DraftArticle.objects.filter(consultation=row).delete()
    DraftArticle.objects.bulk_create(
        [
            DraftArticle(consultation=row, order=order, label=part.label, heading=part.heading, text=part.text)
            for order, part in enumerate(parts)
        ]
    )


@transaction.atomic
def open_consultation(row: Consultation) -> None:
    held = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.opened_at is not None:
        raise TransitionNotAllowed(_("The round is open already."))
    if not DraftArticle.objects.filter(consultation=row).exists():
        raise TransitionNotAllowed(_("There is no text yet on which somebody could say something."))
    if held.closes_at <= timezone.now():
        raise TransitionNotAllowed(_("The last day lies in the past."))
    if held.audience == Consultation.Audience.SCHOOLS and not held.school_ids:
        raise TransitionNotAllowed(_("Name the schools that are asked."))
    held.opened_at = timezone.now()
    held.save(update_fields=["opened_at"])
    if held.audience == Consultation.Audience.SCHOOLS:
        path = reverse("opinions_answer", args=[row.pk])
        values = {"title": held.title, "day": f"{held.last_day:%d/%m/%Y}"}
        subject, text = gettext_lazy("Your opinion is asked: %(title)s"), gettext_lazy("Please answer by %(day)s.")
        sending.notify_schools(ASKED, held.school_ids, subject, text, lambda _school: path, values)


@transaction.atomic
def extend_deadline(row: Consultation, until: datetime.datetime) -> None:
    """Also of one that is over, until results are there."""
    held = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.results_at is not None:
        raise TransitionNotAllowed(_("The results are published."))
    if until <= timezone.now():
        raise TransitionNotAllowed(_("The last day lies in the past."))
    held.closes_at, held.told_closed = until, False
    held.save(update_fields=["closes_at", "told_closed"])


@transaction.atomic
def publish_results(row: Consultation, summary: str) -> None:
    held = Consultation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state not in ("closed", "results"):
        raise TransitionNotAllowed(_("Results come when the round is closed."))
    waiting = Opinion.objects.filter(consultation=row, hidden_reason="", taken="").count()
    if waiting:
        raise TransitionNotAllowed(_("%(count)s opinions have no response yet.") % {"count": waiting})
    held.summary, held.results_at = summary.strip()[:8000], held.results_at or timezone.now()
    held.save(update_fields=["summary", "results_at"])


def _notify_closed(row: Consultation) -> int:
    if not Consultation.objects.filter(pk=row.pk, told_closed=False).update(told_closed=True):
        return 0
    path = reverse("opinions_round", args=[row.pk])
    subject, text = gettext_lazy("A round of opinions is over: %(title)s"), gettext_lazy("It wants its responses.")
    if row.school is None:
        sending.notify_office(CLOSED, subject, text, path, {"title": row.title})
    else:
        sending.notify_school(CLOSED, row.school, subject, text, path, {"title": row.title})
    return 1


def notify_closed_consultations() -> str:
    """Those who asked hear that their round is over, once."""
    rows = Consultation.objects.filter(closes_at__lte=timezone.now(), told_closed=False, opened_at__isnull=False)
    count = 0
    for row in rows.select_related("school"):
        with transaction.atomic():  # the mark with its notices, or neither
            count += _notify_closed(row)
    return f"{count} closed"
