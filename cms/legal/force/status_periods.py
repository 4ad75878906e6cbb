"""Which status holds on a day, asked of the rows that ``cms.legal.force.periods`` keeps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cms.legal.models.periods import StatusPeriod


def holding(day: datetime.date, prefix: str = "") -> Q:
    """Condition for the period that holds ``day``; ``prefix`` leads to it ("status_periods__")."""
    return Q(**{f"{prefix}begins__lte": day, f"{prefix}ends__gt": day})


def with_status(documents: QuerySet, day: datetime.date, codes: Iterable[str]) -> QuerySet:
    """Those of ``documents`` that have one of the statuses on ``day``."""
    rows = StatusPeriod.objects.filter(holding(day), code__in=list(codes))
    return documents.filter(pk__in=rows.values("document_id"))


def code_subquery(day: datetime.date) -> Subquery:
    """For ``annotate``: the code on ``day`` of each row of a queryset of documents."""
    return Subquery(StatusPeriod.objects.filter(holding(day), document=OuterRef("pk")).values("code")[:1])


def codes_on(ids: Iterable[int], day: datetime.date) -> dict[int, str]:
    """Document → code on ``day``; one query."""
    return dict(StatusPeriod.objects.filter(holding(day), document__in=list(ids)).values_list("document_id", "code"))
