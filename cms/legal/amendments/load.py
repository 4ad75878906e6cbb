"""Writes edges as relations and events; loading the same edges again changes nothing.

The acting document holds the relation; where the library does not hold it, the document it changed holds an event.
What the library holds neither end of is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from cms.legal.amendments.edges import Edge, identity
from cms.legal.documents import drafts
from cms.legal.documents.life import announce
from cms.legal.force import relation_kinds
from cms.legal.models import LegalDocument, LegalEvent, LegalRelation
from cms.legal.reading.citation_text import short_name

ORIGIN = "codification"
AMBIGUOUS = object()


def load(edges: Iterable[Edge]) -> Counter[str]:
    """Counts: relations, events (new or changed), unchanged, neither_held, ambiguous."""
    with transaction.atomic():
        return _Loader().load(edges)


class _Loader:
    def __init__(self) -> None:
        self.documents = _documents()
        self.counts: Counter[str] = Counter(relations=0, events=0, unchanged=0, neither_held=0, ambiguous=0)
        self.relations = {_key(row): row for row in LegalRelation.objects.filter(origin=ORIGIN)}
        self.events = {_key(row): row for row in LegalEvent.objects.filter(origin=ORIGIN)}
        self.new: list = []
        self.changed: list = []

    def load(self, edges: Iterable[Edge]) -> Counter[str]:
        for edge in edges:
            self._take(edge)
        for model in (LegalRelation, LegalEvent):
            model.objects.bulk_create([row for row in self.new if type(row) is model], batch_size=500)
            model.objects.bulk_update(
                [row for row in self.changed if type(row) is model], ["provisions", "anchors"], batch_size=500
            )
        drafts.add_relations([row for row in self.new if isinstance(row, LegalRelation)])
        rows = (*self.new, *self.changed)
        announce(
            {pk for row in rows for pk in (getattr(row, f"{row.PARENT}_id"), getattr(row, f"{row.OTHER}_id")) if pk}
        )
        return self.counts

    def _take(self, edge: Edge) -> None:
        source, target = (self.documents.get(identity(end)) for end in (edge.source, edge.target))
        if AMBIGUOUS in (source, target):
            self.counts["ambiguous"] += 1
        elif source is not None:
            words = "" if target else short_name(*edge.target)
            row = LegalRelation(
                source_id=source,
                target_id=target,
                target_text=words,
                kind=edge.kind,
                day=edge.day,
                source_provisions=edge.source_provisions[:255],
            )
            self._keep(row, edge, self.relations, "relations")
        elif target is not None:
            row = LegalEvent(
                document_id=target,
                by_text=short_name(*edge.source),
                kind=relation_kinds.EVENTS[edge.kind],
                day=edge.day,
                by_provisions=edge.source_provisions[:255],
            )
            self._keep(row, edge, self.events, "events")
        else:
            self.counts["neither_held"] += 1

    def _keep(self, row: Any, edge: Edge, present: dict, name: str) -> None:
        row.origin, row.provisions = ORIGIN, _joined(edge.provisions)
        row.derive()
        stored = present.setdefault(_key(row), row)
        if stored is row:
            self.new.append(row)
        elif stored.provisions != row.provisions:
            stored.provisions, stored.anchors = row.provisions, row.anchors
            if stored.pk:
                self.changed.append(stored)
        else:
            self.counts["unchanged"] += 1
            return
        self.counts[name] += 1


def _key(row: Any) -> tuple:
    """Words are compared by their number: they may have been bound since."""
    own = getattr(row, f"{row.PARENT}_id")
    other = row.key or getattr(row, f"{row.OTHER}_id")
    provisions = row.source_provisions if isinstance(row, LegalRelation) else row.by_provisions
    return own, other, row.kind, row.day, provisions


def _joined(provisions: tuple[str, ...], limit: int = 500) -> str:
    text = "; ".join(provisions)
    return text if len(text) <= limit else text[:limit].rpartition(";")[0]


def _documents() -> dict:
    found: dict = {}
    rows = LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("pk")
    for pk, number, type_name in rows.values_list("pk", "number_raw", "doc_type__name"):
        key = identity((type_name or "", number))
        found[key] = AMBIGUOUS if key in found else pk
    return found
