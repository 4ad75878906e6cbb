"""Edges → relations and events, when the edges come in and again when a document arrives or two are merged.

The acting document holds the relation; where the library does not hold it, the document it changed holds an event,
which gives way to the relation later. What fits several documents stays an edge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q

from cms.legal.amendments.edges import document_identity
from cms.legal.documents import drafts
from cms.legal.models import AmendmentEdge, LegalDocument, LegalEvent, LegalRelation
from cms.legal.parsing.citation_text import short_name
from cms.legal.validity import relation_kinds

ORIGIN = "codification"
_State = AmendmentEdge.State
_MANY = 2_000


def apply_waiting(ids: Iterable[int]) -> set[int]:
    """After these documents arrived or changed: edges that have their documents now. Ids of the documents at both ends
    of what is new."""
    rows = list(LegalDocument.objects.filter(pk__in=list(ids)).exclude(number_key="").values_list("number_key", "live"))
    keys, silent = {key for key, _live in rows}, {key for key, live in rows if not live}
    waiting = ~Q(state__in=(_State.RELATION, _State.DECLINED)) & (Q(source_key__in=keys) | Q(target_key__in=keys))
    withdrawn = Q(state=_State.RELATION, source_key__in=silent)
    unbound = LegalRelation.objects.filter(origin=ORIGIN, target=None, key__in=keys).values("key")
    arrived = Q(state=_State.RELATION, target_key__in=unbound)
    edges = list(AmendmentEdge.objects.filter(waiting | withdrawn | arrived)) if keys else []
    return apply_edges(edges)[0] if edges else set()


def set_waiting(document: LegalDocument) -> None:
    """The document goes: its edges wait for one that comes."""
    key = document.number_key
    edges = AmendmentEdge.objects.filter(Q(source_key=key) | Q(target_key=key)).exclude(state=_State.DECLINED)
    edges.update(state=_State.WAITING)


def decline_edge(row: LegalRelation | LegalEvent) -> None:
    """Somebody takes away in a form what an edge had made: it is not made again."""
    if row.origin != ORIGIN:
        return
    is_relation = isinstance(row, LegalRelation)
    own, kind = getattr(row, row.PARENT).number_key, [row.kind]
    if not is_relation:
        kind = [name for name, event in relation_kinds.EVENTS.items() if event == row.kind]
    ends = {"source_key" if is_relation else "target_key": own}
    provisions = row.source_provisions if is_relation else row.by_provisions
    state = _State.RELATION if is_relation else _State.EVENT
    edges = AmendmentEdge.objects.filter(kind__in=kind, day=row.day, source_provisions=provisions, state=state, **ends)
    other = row.key or (getattr(row, row.OTHER).number_key if getattr(row, row.OTHER) else "")
    edges = edges.filter(**{"target_key" if is_relation else "source_key": other}) if other else edges
    edges.update(state=_State.DECLINED)


def apply_edges(edges: list[AmendmentEdge]) -> tuple[set[int], Counter[str]]:
    """Ids of the documents concerned, and counts: relations and events that are new or changed, unchanged, waiting,
    ambiguous."""
    return _Work(edges).do()


def find_candidates(edge: AmendmentEdge) -> dict[str, list[LegalDocument]]:
    """ "source" and "target" → the documents that fit; for a person to look at."""
    rows = LegalDocument.objects.filter(number_key__in=[edge.source_key, edge.target_key]).select_related("doc_type")
    rows = rows.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("pk")
    ends = {"source": (edge.source_type, edge.source_number), "target": (edge.target_type, edge.target_number)}
    return {
        name: [
            row
            for row in rows
            if document_identity((row.doc_type.name if row.doc_type else "", row.number_raw)) == document_identity(end)
        ]
        for name, end in ends.items()
    }


class _Work:
    def __init__(self, edges: list[AmendmentEdge]) -> None:
        self.edges = edges
        self.documents, self.live = _documents(edges)
        self.counts: Counter[str] = Counter(relations=0, events=0, unchanged=0, neither_held=0, ambiguous=0)
        self.relations = {_key(row): row for row in _existing_rows(LegalRelation, self.documents)}
        self.events = {_key(row): row for row in _existing_rows(LegalEvent, self.documents)}
        self.new: list = []
        self.changed: list = []
        self.gone: list[LegalEvent] = []

    def do(self) -> tuple[set[int], Counter[str]]:
        before = {edge.pk: edge.state for edge in self.edges}
        for edge in self.edges:
            if edge.state != _State.DECLINED:
                edge.state = self._take(edge)
        for model in (LegalRelation, LegalEvent):
            model.objects.bulk_create([row for row in self.new if type(row) is model], batch_size=500)
            model.objects.bulk_update(
                [row for row in self.changed if type(row) is model],
                ["provisions", "anchors", model.OTHER],
                batch_size=500,
            )
        drafts.add_relations([row for row in self.new if isinstance(row, LegalRelation)])
        moved = [edge for edge in self.edges if edge.state != before[edge.pk]]
        AmendmentEdge.objects.bulk_update(moved, ["state"], batch_size=500)
        LegalEvent.objects.filter(pk__in=[event.pk for event in self.gone]).delete()  # their edges are relations now
        rows = (*self.new, *self.changed, *self.gone)
        ends = {getattr(row, f"{end}_id") for row in rows for end in (row.PARENT, row.OTHER)}
        return {pk for pk in ends if pk}, self.counts

    def _take(self, edge: AmendmentEdge) -> str:
        source_end, target_end = (edge.source_type, edge.source_number), (edge.target_type, edge.target_number)
        source, target = (self.documents.get(document_identity(end), ()) for end in (source_end, target_end))
        if len(source) > 1 or len(target) > 1:
            self.counts["ambiguous"] += 1
            return _State.AMBIGUOUS
        if source:
            relation = LegalRelation(
                source_id=source[0],
                target_id=target[0] if target else None,
                target_text=short_name(*target_end),  # also of one that is held: whichever came first, it is one row
                kind=edge.kind,
                day=edge.day,
                source_provisions=edge.source_provisions,
            )
            self._keep(relation, edge, self.relations, "relations")
            if target and source[0] not in self.live:  # a draft acts on nothing: until it is public the event says so
                self._keep(_event(edge, target[0]), edge, self.events, "events")
                return _State.EVENT
            if target and (event := self.events.get(_key(_event(edge, target[0])))) is not None and event.pk:
                self.gone.append(event)
            return _State.RELATION
        if target:
            self._keep(_event(edge, target[0]), edge, self.events, "events")
            return _State.EVENT
        self.counts["neither_held"] += 1
        return _State.WAITING

    @staticmethod
    def _arrived(row: Any, stored: Any) -> bool:
        """The other document is held by now; its words alone may not have told that ("89-TC/TCT" has no year)."""
        return getattr(stored, f"{row.OTHER}_id") is None and getattr(row, f"{row.OTHER}_id") is not None

    def _keep(self, row: Any, edge: AmendmentEdge, present: dict, name: str) -> None:
        row.origin, row.provisions = ORIGIN, _join_provisions(edge.provisions)
        row.derive()
        stored = present.setdefault(_key(row), row)
        if stored is row:
            self.new.append(row)
        elif stored.provisions != row.provisions or self._arrived(row, stored):
            stored.provisions, stored.anchors = row.provisions, row.anchors
            if self._arrived(row, stored):
                setattr(stored, f"{row.OTHER}_id", getattr(row, f"{row.OTHER}_id"))
            if stored.pk:
                self.changed.append(stored)
        else:
            self.counts["unchanged"] += 1
            return
        self.counts[name] += 1


def _event(edge: AmendmentEdge, target: int) -> LegalEvent:
    event = LegalEvent(
        document_id=target,
        by_text=short_name(edge.source_type, edge.source_number),
        kind=relation_kinds.EVENTS[edge.kind],
        day=edge.day,
        by_provisions=edge.source_provisions,
    )
    event.derive()
    return event


def _existing_rows(model: Any, documents: dict[tuple[str, str], list[int]]) -> list:
    ids = {pk for found in documents.values() for pk in found}
    rows = model.objects.filter(origin=ORIGIN)
    return list(rows if len(ids) > _MANY else rows.filter(**{f"{model.PARENT}__in": ids}))


def _key(row: Any) -> tuple:
    """Words are compared by their number: they may have been bound since."""
    own = getattr(row, f"{row.PARENT}_id")
    other = row.key or getattr(row, f"{row.OTHER}_id")
    provisions = row.source_provisions if isinstance(row, LegalRelation) else row.by_provisions
    return own, other, row.kind, row.day, provisions


def _join_provisions(provisions: Iterable[str], limit: int = 500) -> str:
    text = "; ".join(provisions)
    return text if len(text) <= limit else text[:limit].rpartition(";")[0]


def _documents(edges: list[AmendmentEdge]) -> tuple[dict[tuple[str, str], list[int]], set[int]]:
    """Identity → the documents that have it, one is the rule; and which of them are public."""
    keys = {key for edge in edges for key in (edge.source_key, edge.target_key)}
    rows = LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("pk")
    rows = rows if len(keys) > _MANY else rows.filter(number_key__in=keys)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    live = set()
    for pk, number, type_name, is_live in rows.values_list("pk", "number_raw", "doc_type__name", "live"):
        found[document_identity((type_name or "", number))].append(pk)
        if is_live:
            live.add(pk)
    return found, live
