"""Lists recent and upcoming status changes for readers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from cms.legal.models import StatusPeriod
from cms.legal.models.statuses import StatusCode


@dataclass(frozen=True)
class StatusChange:
    document_id: int
    number: str
    title: str
    day: datetime.date
    old: str
    new: str

    def __str__(self) -> str:
        words = (StatusCode(self.old).label, StatusCode(self.new).label)
        return f"{self.day:%d/%m/%Y}  {self.number}: {words[0]} → {words[1]}"


def upcoming_changes(first: datetime.date, last: datetime.date, **documents: Any) -> list[StatusChange]:
    """Returns status changes of live originals on the days from ``first`` to ``last``, both included; ``documents`` are
    further conditions on the document (``confidential=False``). One query."""
    before = StatusPeriod.objects.filter(document=OuterRef("document"), ends=OuterRef("begins"))
    rows: QuerySet = (
        StatusPeriod.objects.filter(
            begins__gte=max(first, StatusPeriod.FIRST + datetime.timedelta(days=1)),
            begins__lte=last,
            document__live=True,
            document__locale__language_code=settings.LANGUAGE_CODE,
            **{f"document__{name}": value for name, value in documents.items()},
        )
        .annotate(old=Subquery(before.values("code")[:1]))
        .order_by("begins", "document__number_key", "document_id")
    )
    return [
        StatusChange(*row)
        for row in rows.values_list("document_id", "document__number_raw", "document__title", "begins", "old", "code")
    ]
