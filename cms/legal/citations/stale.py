"""Finds citations of law that is not in force today, and what replaced it. Uses ``StatusPeriod``, so it works for any
day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from cms.legal.documents import library
from cms.legal.models import Citation, LegalDocument, LegalEvent, LegalRelation, StatusPeriod
from cms.legal.models.relations import EventKind, RelationKind
from cms.legal.validity import status
from cms.legal.validity.status_periods import holding_condition

#: Editors are notified about documents with these statuses.
STALE = frozenset({status.EXPIRED, status.SUSPENDED, status.NOT_YET, status.OBSOLETE})
_OVER = frozenset({status.EXPIRED, status.OBSOLETE})
#: Maximum length of a chain of replacements.
_STEPS = 8


def stale_codes(ids: Iterable[int], day: datetime.date) -> dict[int, str]:
    """Returns document → status, for those of ``ids`` that are not in force on ``day``. One query."""
    rows = StatusPeriod.objects.filter(holding_condition(day), document__in=list(ids), code__in=STALE)
    return dict(rows.values_list("document_id", "code"))


def stale_citations(day: datetime.date | None = None) -> QuerySet[Citation]:
    """Returns citations of such documents by live pages, of all schools and the office."""
    rows = StatusPeriod.objects.filter(holding_condition(day or timezone.localdate()), code__in=STALE)
    return Citation.objects.filter(page__live=True, document__in=rows.values("document_id"))


def replacements(ids: Iterable[int], day: datetime.date) -> dict[int, list[LegalDocument]]:
    """Returns document → the public documents that replace it now, directly or through a chain of replacements. Several
    where several replaced it; none where none is known. At most ``_STEPS`` times three queries."""
    ends: dict[int, set[int]] = {pk: {pk} for pk in ids}
    seen = {pk: {pk} for pk in ends}
    for _step in range(_STEPS):
        asked = set().union(*ends.values()) if ends else set()
        following = _replaced_by(asked)
        over = {pk for pk, code in stale_codes(asked, day).items() if code in _OVER}
        moved = False
        for pk, last in ends.items():
            following_ids = {after for one in last if one in over for after in following.get(one, ())} - seen[pk]
            if following_ids:
                moved = True
                seen[pk] |= following_ids
                ends[pk] = {one for one in last if not following.get(one) or one not in over} | following_ids
        if not moved:
            break
    wanted = {one for pk, last in ends.items() for one in last if one != pk}
    documents = {row.pk: row for row in library.public_documents().filter(pk__in=wanted)}
    return {pk: [documents[one] for one in sorted(last - {pk}) if one in documents] for pk, last in ends.items()}


def _replaced_by(ids: set[int]) -> dict[int, set[int]]:
    found = defaultdict(set)
    relations = LegalRelation.objects.filter(target__in=ids, kind=RelationKind.REPLACES, source__live=True)
    events = LegalEvent.objects.filter(document__in=ids, kind=EventKind.REPLACED, by__live=True)
    for old, new in (*relations.values_list("target", "source"), *events.values_list("document", "by")):
        found[old].add(new)
    return found
