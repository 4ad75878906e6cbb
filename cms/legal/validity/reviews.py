"""Review tasks: expiry never cascades to other documents; a person reviews them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef

from cms.legal.models import LegalRelation, ReviewTask, StatusPeriod
from cms.legal.validity import relation_kinds, status


def open_review_tasks(day: datetime.date) -> list[ReviewTask]:
    """Opens one task for every document that guides or details an expired one (by ``day``) and is itself not over; a
    closed task is not opened again. Returns the new tasks."""
    history = StatusPeriod.objects.filter(begins__lte=day, ends__gt=day)
    asked = ReviewTask.objects.filter(document=OuterRef("source"), cause=OuterRef("target"))
    rows = LegalRelation.objects.filter(
        Exists(history.filter(document=OuterRef("target"), code=status.EXPIRED)),
        ~Exists(history.filter(document=OuterRef("source"), code__in=status.OVER)),
        ~Exists(asked),
        kind__in=relation_kinds.DEPENDENT,
        source__live=True,
    )
    pairs = sorted(set(rows.values_list("source_id", "target_id")))
    return ReviewTask.objects.bulk_create(
        [ReviewTask(document_id=document, cause_id=cause) for document, cause in pairs], ignore_conflicts=True
    )


def open_contradiction_reviews(contradicted: Mapping[int, bool]) -> None:
    """Opens a task for each document whose status statements contradict each other, and removes it when they agree
    again. A closed task is not opened again."""
    rows = ReviewTask.objects.filter(kind=ReviewTask.Kind.CONTRADICTED, cause=F("document"))
    at_one = [pk for pk, differ in contradicted.items() if not differ]
    rows.filter(document__in=at_one, state=ReviewTask.State.OPEN).delete()
    ReviewTask.objects.bulk_create(
        [
            ReviewTask(document_id=pk, cause_id=pk, kind=ReviewTask.Kind.CONTRADICTED)
            for pk, differ in contradicted.items()
            if differ
        ],
        ignore_conflicts=True,
    )
