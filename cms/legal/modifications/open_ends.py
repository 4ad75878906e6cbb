"""Finds documents of the library that may be over because of an undecided modification clause."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.legal.models import ClauseProposal, StatusPeriod
from cms.legal.modifications.records import ENDS, REPLACES
from cms.legal.validity import provenance, status
from cms.legal.validity.status_periods import holding_condition


def find_open_ends(document_ids: Iterable[int], day: datetime.date) -> dict[int, list[ClauseProposal]]:
    """Returns document → open clauses by which a public document that has begun by ``day`` ends it as a whole, plainly
    or possibly (``sure`` states which), from that day, an earlier or an unknown one; the surest first. One query, with
    ``acting`` beside each."""
    found: dict[int, list[ClauseProposal]] = defaultdict(list)
    rows = _ending(day).filter(target__in=list(document_ids))
    for row in rows.select_related("acting__doc_type").order_by("target", "-sure", "day", "pk"):
        if row.target_id is not None:
            found[row.target_id].append(row)
    return dict(found)


def find_plainly_over(day: datetime.date) -> QuerySet[ClauseProposal]:
    """Returns open clauses without uncertainty that end a document which the library still displays as in force on
    ``day``, at least in part, with a sufficient basis."""
    shown = StatusPeriod.objects.filter(
        holding_condition(day),
        document=OuterRef("target"),
        code__in=status.HOLDING,
        how__in=(provenance.STATED, provenance.COMPUTED),
    )
    return _ending(day).filter(Exists(shown), sure=True, target__isnull=False)


def _ending(day: datetime.date) -> QuerySet[ClauseProposal]:
    not_begun = StatusPeriod.objects.filter(holding_condition(day), document=OuterRef("acting"), code=status.NOT_YET)
    return ClauseProposal.objects.filter(
        ~Exists(not_begun),
        Q(day=None) | Q(day__lte=day),
        Q(acting__issued_on=None) | Q(acting__issued_on__lte=day),
        state=ClauseProposal.State.OPEN,
        kind__in=(ENDS, REPLACES),
        provisions="",
        acting__live=True,
    )
