"""Review tasks: expiry never cascades, somebody has to look."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef

from cms.legal.force import relation_kinds, status
from cms.legal.models import LegalRelation, ReviewTask, StatusPeriod


def open_tasks(day: datetime.date) -> list[ReviewTask]:
    """One task for every document that guides or details one that has expired by ``day`` and is itself still to be
    relied on; a task that was done is not opened again."""
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
