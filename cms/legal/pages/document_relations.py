"""A document's relations as its page shows them: both directions, from relations and from events. Five queries, four
where its status was asked for before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import prefetch_related_objects

from cms.legal.models import ClauseProposal, LegalEvent, LegalRelation
from cms.legal.models.relations import RelationKind
from cms.legal.validity import relation_kinds
from cms.legal.validity.facts import document_name


@dataclass(frozen=True)
class RelationLink:
    """``name`` of the other document with its ``title``; ``url`` is empty where the library does not show it.
    ``provisions`` concerned, ``by_provisions`` of the acting document, ``day`` None: not known. ``ground``: the
    sentence of the acting document that says so, where it was read, and ``ground_place`` where it stands."""

    kind: str
    outgoing: bool
    name: str
    title: str = ""
    url: str = ""
    provisions: str = ""
    by_provisions: str = ""
    day: datetime.date | None = None
    document_id: int | None = None
    slug: str = ""
    issued_on: datetime.date | None = None
    ground: str = ""
    ground_place: str = ""


@dataclass
class RelationGroup:
    """Links of one kind and direction under the words for them ("is replaced by")."""

    kind: str
    words: str
    outgoing: bool
    links: list[RelationLink] = field(default_factory=list)

    @property
    def changes_force(self) -> bool:
        return self.kind in relation_kinds.EVENTS

    @property
    def documents(self) -> list[RelationLink]:
        """One link for each document, however many of its provisions act."""
        return list({link.name: link for link in reversed(self.links)}.values())[::-1]


def relation_groups(document) -> list[RelationGroup]:
    """In the order of ``RelationKind``, what others do to the document before what it does to them."""
    found: dict[tuple[bool, RelationKind], RelationGroup] = {}
    for link in relation_links(document):
        kind = RelationKind(link.kind)
        words = kind.label if link.outgoing else kind.passive
        group = found.setdefault((link.outgoing, kind), RelationGroup(kind, str(words), link.outgoing))
        group.links.append(link)
    order = list(RelationKind)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], order.index(key[1])))]


def relation_links(document) -> list[RelationLink]:
    if document.pk is None:
        return []
    out = _rows(document.relations.all(), "target")
    into = LegalRelation.objects.filter(target=document.pk, source__live=True, source__confidential=False)
    back = _rows(into, "source")
    grounds = _grounds([row.pk for row in (*out, *back) if row.pk])
    outgoing = [_grounded(_relation(row, row.target, True), grounds.get(row.pk)) for row in out]
    incoming = [_grounded(_relation(row, row.source, False), grounds.get(row.pk)) for row in back]
    outgoing += [_event(row, row.document, True) for row in _caused(document)]
    incoming += [_event(row, row.by, False) for row in _own_events(document)]
    links = [link for link in (*incoming, *outgoing) if link is not None]
    return sorted(_once(links), key=lambda link: (link.day or datetime.date.min, link.name), reverse=True)


def _rows(rows, other: str) -> list:
    return list(rows.select_related(f"{other}__doc_type"))


def _grounds(relations: list[int]) -> dict[int, ClauseProposal]:
    """Relation → the clause that says it; the one in an article before the one in the title."""
    rows = ClauseProposal.objects.filter(relation__in=relations).order_by("place", "pk") if relations else ()
    return {row.relation_id: row for row in rows if row.relation_id is not None}


def _grounded(link: RelationLink | None, clause: ClauseProposal | None) -> RelationLink | None:
    if link is None or clause is None:
        return link
    return replace(link, ground=clause.sentence, ground_place=clause.place)


def _caused(document) -> list:
    rows = LegalEvent.objects.filter(by=document.pk, document__live=True, document__confidential=False)
    return _rows(rows, "document")


def _own_events(document) -> list:
    prefetch_related_objects([document], "events__by__doc_type")  # which its status has read already
    return [row for row in document.events.all() if row.by or row.by_text]


def _relation(row: LegalRelation, other, outgoing: bool) -> RelationLink | None:
    day = row.day or row.source.effective_from if row.kind in relation_kinds.EVENTS else row.day
    return _link(row, row.kind, other, row.target_text, outgoing, row.source_provisions, day)


def _event(row: LegalEvent, other, outgoing: bool) -> RelationLink | None:
    kind = relation_kinds.RELATIONS.get(row.kind)
    return _link(row, kind, other, row.by_text, outgoing, row.by_provisions, row.day) if kind else None


def _link(row, kind, other, words: str, outgoing: bool, by_provisions: str, day) -> RelationLink | None:
    if other is None:
        return RelationLink(kind, outgoing, words, "", "", row.provisions, by_provisions, day) if words else None
    if other.confidential:
        return None
    url = other.get_absolute_url() if other.is_public else ""
    return RelationLink(
        kind, outgoing, document_name(other), other.title, url, row.provisions, by_provisions, day, other.pk,
        other.slug,
        other.issued_on,
    )  # fmt: skip


def _once(links: Iterable[RelationLink]) -> list[RelationLink]:
    """What a relation and an event both tell stands once."""
    seen: dict[tuple, RelationLink] = {}
    for link in links:
        seen.setdefault((link.kind, link.outgoing, link.name, link.day, link.provisions), link)
    return list(seen.values())
