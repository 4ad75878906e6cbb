"""Documents → objects that ``importer.rows`` reads back without loss."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from cms.legal.importer.exchange import CHOICES, DATES, FLAGS, TEXTS
from cms.legal.importer.records import ArticleRecord
from cms.legal.importer.relation_rows import link_record
from cms.legal.models import LegalDocument, Provision, SourceRecord, TextVersion
from cms.legal.sources import source_registry, store
from cms.legal.sources.nodes import unpack_nodes

BATCH = 200


def document_rows(documents: QuerySet[LegalDocument]) -> Iterator[dict[str, Any]]:
    """One object for each document, with its text, relations, events and what its sources say; read in batches, in the
    order of entry."""
    documents = documents.order_by("pk").select_related("doc_type").prefetch_related(
        "issuer_links", "fields", "relations__target__doc_type", "events__by__doc_type", "provisions",
        Prefetch("source_records", SourceRecord.objects.filter(replaced_at__isnull=True).order_by("source")),
        Prefetch("text_versions", TextVersion.objects.filter(Q(current=True) | Q(shown=True)).order_by("source", "pk")),
    )  # fmt: skip
    for document in documents.iterator(chunk_size=BATCH):
        yield _without_blanks(
            {
                **document_facts(document),
                "relations": [_link(row) for row in document.relations.all()],
                "events": [_link(row) for row in document.events.all()],
                "provisions": provision_rows(document),
                "live": document.live,
                "entered": _iso(timezone.localdate(document.first_published_at or document.created_at)),
                "sources": [_said(record) for record in _records(document)],
                **_texts(document),
            }
        )


def document_facts(document: LegalDocument) -> dict[str, Any]:
    """What is known of a document, without its text."""
    return {
        "type": document.doc_type.name if document.doc_type else "",
        "number": document.number_raw,
        "title": document.title,
        "issuers": [link.name_as_printed for link in document.issuer_links.all()],
        "issued": _iso(document.issued_on),
        "effective": _iso(document.effective_from),
        "expires": _iso(document.effective_to),
        **{name: getattr(document, name) for name in (*TEXTS, *CHOICES, *FLAGS)},
        **{name: _iso(getattr(document, name)) for name in DATES},
        "topics": [field.name for field in document.fields.all()],
        "source_url": document.source_url,
        "vbpl_item_id": document.vbpl_id,
    }


def provision_rows(document: LegalDocument) -> list[dict[str, str]]:
    rows = sorted(document.provisions.all(), key=lambda row: (row.order, row.pk))
    anchors = {row.pk: row.anchor for row in rows}
    return [_without_blanks(_provision(row, anchors)) for row in rows]


def _provision(row: Provision, anchors: dict[int, str]) -> dict[str, str]:
    plain = [name for name in ArticleRecord._fields if name != "parent"]
    return {
        **{name: getattr(row, name) for name in plain},
        "parent": anchors.get(row.parent_id, "") if row.parent_id else "",
    }


def _records(document: LegalDocument) -> list[SourceRecord]:
    """What no source spoke of was entered by the office."""
    day = timezone.localdate(document.updated_at)
    return list(document.source_records.all()) or [
        SourceRecord(source=source_registry.OFFICE, values=store.document_values(document), stated_on=day)
    ]


def _said(record: SourceRecord) -> dict[str, Any]:
    values = {name: record.values[name] for name in sorted(record.values)}
    told = {"source": record.source, "address": record.address, "stated_on": _iso(record.stated_on)}
    told |= {"status": record.status, "status_on": _iso(record.status_on)}
    return _without_blanks({**told, "values": values})


def _texts(document: LegalDocument) -> dict[str, Any]:
    """``text_version``: whose text ``provision_rows`` is; ``other_texts``: the newest ones of other sources."""
    versions = list(document.text_versions.all())
    shown = next((version for version in versions if version.shown), None)
    if shown is None and document.provisions.all():
        day = timezone.localdate(document.updated_at)
        shown = TextVersion(source=source_registry.OFFICE, stated_on=day, decided=True)
    others = [{**_version(row), "provisions": _nodes(row)} for row in versions if row is not shown]
    return {"text_version": _version(shown) if shown else None, "other_texts": others}


def _version(version: TextVersion) -> dict[str, Any]:
    told = {"source": version.source, "address": version.address, "stated_on": _iso(version.stated_on)}
    told |= {"state": version.state, "doubts": version.doubts}
    return _without_blanks({**told, "decided": version.decided or None})


def _nodes(version: TextVersion) -> list[dict[str, str]]:
    return [_without_blanks(node._asdict()) for node in unpack_nodes(version.packed)]


def _link(row: Any) -> dict[str, str]:
    kind, words, concerned, own, day, note = link_record(row)
    values = {"kind": kind, "document": words, "provisions": concerned, "own_provisions": own}
    return _without_blanks({**values, "day": _iso(day), "note": note})


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _without_blanks(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in ("", [], None)}
