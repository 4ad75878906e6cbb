"""Loads what the library stores about documents as ``cms.legal.validity.status.Facts``. Five queries for any number of
documents."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from cms.legal.models.clauses import ClauseProposal
from cms.legal.models.relations import LegalRelation
from cms.legal.models.sources import SourceRecord
from cms.legal.modifications.records import ENDS, REPLACES
from cms.legal.parsing.citation_text import short_name
from cms.legal.sources import source_registry
from cms.legal.validity import events, relation_kinds
from cms.legal.validity.events import Event
from cms.legal.validity.status import Facts, Stated


def validity_facts(documents: Iterable) -> list[Facts]:
    """Returns the facts of each document, in order. ``documents`` are Vietnamese originals; unsaved ones (previews)
    have no relations."""
    documents = list(documents)
    saved = [document for document in documents if document.pk]
    prefetch_related_objects(saved, "events__by__doc_type")
    found = _relations_to(saved), _records_of(saved), _clauses_about(saved)
    return [_facts(document, *(rows.get(document.pk, []) for rows in found)) for document in documents]


def document_name(document: Any) -> str:
    return short_name(document.doc_type.name if document.doc_type_id else "", document.number_raw)


def _relations_to(documents: list) -> dict[int, list]:
    """Relations that are events of one of the documents. Relations of drafts do not count."""
    rows = LegalRelation.objects.filter(
        target__in=[document.pk for document in documents], kind__in=relation_kinds.EVENTS, source__live=True
    )
    found = defaultdict(list)
    for row in rows.select_related("source__doc_type").order_by("pk"):
        found[row.target_id].append(row)
    return found


def _records_of(documents: list) -> dict[int, list]:
    """Statements of the sources: the newest records only, without their values."""
    rows = SourceRecord.objects.filter(document__in=[row.pk for row in documents], replaced_at__isnull=True)
    found = defaultdict(list)
    for row in rows.only("document_id", "source", "address", "stated_on", "status", "status_on").order_by("source"):
        found[row.document_id].append(row)
    return found


def _clauses_about(documents: list) -> dict[int | None, list]:
    """Undecided modification clauses that seem to end one of the documents as a whole."""
    rows = ClauseProposal.objects.filter(
        target__in=[document.pk for document in documents],
        state=ClauseProposal.State.OPEN,
        kind__in=(ENDS, REPLACES),
        provisions="",
        acting__live=True,
    )
    found: dict[int | None, list] = defaultdict(list)
    for row in rows.select_related("acting__doc_type").order_by("pk"):
        found[row.target_id].append(row)
    return found


def _checked(document: Any, records: list) -> tuple[datetime.date | None, str]:
    """Returns the last day on which a source that reports ends was read, and that source. A document that only the
    library has counts as checked on its entry; where other sources exist, its own entry proves nothing about its
    status."""
    telling = [row for row in records if row.stated_on and source_registry.SOURCES[row.source].tells_ends]
    others = [row for row in telling if row.source != source_registry.OFFICE]
    if others:
        last = max(others, key=lambda row: row.stated_on)
        return last.stated_on, last.source
    if len(telling) < len(records):
        return None, ""
    entered = document.first_published_at or document.created_at
    return (timezone.localdate(entered), source_registry.OFFICE) if entered else (None, "")


def _facts(document: Any, relations: list, records: list, clauses: list) -> Facts:
    told = [_from_relation(row) for row in relations]
    own = [_from_event(row) for row in document.events.all()]
    known = {(event.kind, event.day, event.by_id, event.anchors) for event in told if event.by_id}
    own = [event for event in own if (event.kind, event.day, event.by_id, event.anchors) not in known]
    checked_on, checked_by = _checked(document, records)
    return Facts(
        stated=tuple(
            Stated(row.status, row.status_on, row.source, row.address)
            for row in records
            if row.status and row.status_on and source_registry.SOURCES[row.source].official
        ),
        checked_on=checked_on,
        checked_by=checked_by,
        incomplete=bool({"title", "issuer", "number"} & set(document.missing)),
        issued_on=document.issued_on,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        administrative=document.nature == document.Nature.ADMINISTRATIVE,
        override=document.status_override,
        override_reason=document.status_reason,
        override_from=document.status_from,
        events=tuple(told + own),
        may_end=tuple(map(_from_clause, clauses)),
        consolidated=document.is_consolidated,
    )


def _from_relation(row: LegalRelation) -> Event:
    by, by_id = _shown(row.source)
    return Event(
        relation_kinds.EVENTS[row.kind],
        row.day or row.source.effective_from,
        row.provisions,
        tuple(row.anchors),
        by,
        by_id,
        row.source_provisions,
        row.note,
        not_before=row.source.issued_on,
    )


def _from_event(row: Any) -> Event:
    by, by_id = _shown(row.by) if row.by else (row.by_text, None)
    return Event(
        row.kind,
        row.day,
        row.provisions,
        tuple(row.anchors),
        by,
        by_id,
        row.by_provisions,
        row.note,
        not_before=row.by.issued_on if row.by else None,
    )


def _from_clause(row: ClauseProposal) -> Event:
    by, by_id = _shown(row.acting)
    words = "" if row.acting.confidential else row.sentence[:500]
    day = row.day or row.acting.effective_from
    return Event(
        events.EXPIRED, day, by=by, by_id=by_id, by_provisions=row.place, note=words, not_before=row.acting.issued_on
    )


def _shown(document: Any) -> tuple[str, int | None]:
    """A confidential document takes effect, but is not named."""
    return ("", None) if document.confidential else (document_name(document), document.pk)
