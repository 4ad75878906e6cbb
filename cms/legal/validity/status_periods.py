"""Queries the status on a day from the rows that ``cms.legal.validity.periods`` stores."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from cms.legal.models.periods import StatusPeriod


def holding_condition(day: datetime.date, prefix: str = "") -> Q:
    """Returns the condition for the period that contains ``day``; ``prefix`` is the lookup path to it
    ("status_periods__")."""
    return Q(**{f"{prefix}begins__lte": day, f"{prefix}ends__gt": day})


def with_status(documents: QuerySet, day: datetime.date, codes: Iterable[str]) -> QuerySet:
    """Returns those of ``documents`` that have one of the statuses on ``day``."""
    rows = StatusPeriod.objects.filter(holding_condition(day), code__in=list(codes))
    return documents.filter(pk__in=rows.values("document_id"))


def codes_on(ids: Iterable[int], day: datetime.date) -> dict[int, str]:
    """Returns document → status code on ``day``; one query."""
    return dict(
        StatusPeriod.objects.filter(holding_condition(day), document__in=list(ids)).values_list("document_id", "code")
    )


def known_subquery(day: datetime.date) -> Subquery:
    """Returns a subquery for ``annotate``: code, how, source and known_on of the period that contains ``day``, as a
    dict."""
    rows = StatusPeriod.objects.filter(holding_condition(day), document=OuterRef("pk"))
    return Subquery(rows.values(row=JSONObject(**{name: name for name in _KNOWN}))[:1], output_field=JSONField())


def badges_on(ids: Iterable[int], day: datetime.date) -> dict[int, dict]:
    """Returns document → the dict of ``known_subquery``; one query."""
    rows = StatusPeriod.objects.filter(holding_condition(day), document__in=list(ids)).values("document_id", *_KNOWN)
    return {row["document_id"]: row for row in rows}


_KNOWN = ("code", "how", "source", "known_on")
