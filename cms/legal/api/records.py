"""Documents → JSON. A record holds the fields of an export row, so that it can be imported as it is, and what a mirror
needs beside. A constant number of queries for any number of documents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import CollectionViewRestriction

from cms.legal.exporter import rows
from cms.legal.models import LegalDocument, LegalRelation, MirrorEntry, RelationKind, StatusPeriod
from cms.legal.validity.badge import StatusBadge
from cms.legal.validity.facts import document_name, validity_facts
from cms.legal.validity.status import status_on
from cms.legal.validity.status_periods import badges_on
from cms.legal.validity.status_text import explain_status
from cms.tenancy import sites

HEAD = ("doc_type", "issuer_links", "fields", "mirror_entry")
TEXT = ("provisions", "files__file__collection", "status_periods", "relations__target__mirror_entry",
        "relations__target__doc_type", "events__by__mirror_entry", "events__by__doc_type")  # fmt: skip
#: Of an export row, and the same for every document of the API.
_LEFT_OUT = {"confidential"}


def document_summaries(documents: list[LegalDocument], day: datetime.date) -> list[dict[str, Any]]:
    """As they stand in lists."""
    prefetch_related_objects(documents, *HEAD)
    known = badges_on([document.pk for document in documents], day)
    return [_head(document, _badge(document, known.get(document.pk), day), day) for document in documents]


def _badge(document: LegalDocument, kept: Mapping[str, Any] | None, day: datetime.date) -> StatusBadge:
    return StatusBadge.of_row(kept, day > timezone.localdate()) if kept else document.badge


def _status(badge: StatusBadge) -> dict[str, Any]:
    """The code, and how it is known: "in_force" alone is no promise."""
    return {
        "code": badge.code,
        "label": badge.label,
        "known": badge.how,
        "known_by": badge.source or None,
        "known_on": badge.known_on.isoformat() if badge.known_on else None,
        "known_label": badge.words,
        "forecast": badge.forecast,
    }


def _head(document: LegalDocument, badge: StatusBadge, day: datetime.date) -> dict[str, Any]:
    facts = {name: value for name, value in rows.document_facts(document).items() if name not in _LEFT_OUT}
    entry = document.mirror_entry
    return {
        "id": str(entry.key),
        "deleted": False,
        "changed_at": entry.changed_at.isoformat(),
        "url": document.canonical_url,
        "api_url": api_url(entry),
        **{name: value if value != "" else None for name, value in facts.items()},
        "number_normalised": document.number_norm,
        "type_id": document.doc_type_id,
        "issuer_ids": [link.body_id for link in document.issuer_links.all()],
        "field_slugs": [field.slug for field in document.fields.all()],
        "missing": document.missing,
        "status": {"as_of": day.isoformat(), **_status(badge)},
    }


def deleted_record(entry: MirrorEntry) -> dict[str, Any]:
    """Of a document that was deleted, taken back to draft or made confidential: nothing of it is told."""
    return {"id": str(entry.key), "deleted": True, "changed_at": entry.changed_at.isoformat()}


def document_records(documents: list[LegalDocument], day: datetime.date) -> list[dict[str, Any]]:
    """With text, relations, events, history of the status, files and translations."""
    found = document_summaries(documents, day)
    prefetch_related_objects(documents, *TEXT)
    incoming, translations, closed = _incoming(documents), _translations(documents), _closed_collections()
    parts = zip(documents, found, validity_facts(documents), strict=True)
    return [
        {
            **head,
            "status": {
                **head["status"],
                "reasons": explain_status(status_on(facts, day), document.nature == document.Nature.ADMINISTRATIVE),
            },
            "status_history": [_period(row) for row in document.status_periods.all()],
            "relations": [link for row in document.relations.all() if (link := _relation(row))],
            "relations_in": incoming.get(document.pk, []),
            "events": [link for row in document.events.all() if (link := _event(row))],
            "provisions": rows.provision_rows(document),
            "files": [_file(item) for item in document.files.all() if not _is_closed(item.file, closed)],
            "translations": translations.get(document.translation_key, {}),
        }
        for document, head, facts in parts
    ]


def api_url(entry: MirrorEntry) -> str:
    return _absolute(reverse("library_api:document", args=[entry.key]))


def _absolute(path: str) -> str:
    portal = sites.portal_site()
    return (portal.root_url if portal else "") + path


def _period(row: StatusPeriod) -> dict[str, Any]:
    return {
        **_status(StatusBadge(row.code, row.how, row.source, row.known_on, row.begins > timezone.localdate())),
        "from": row.begins.isoformat() if row.begins != row.FIRST else None,
        "until": row.ends.isoformat() if row.ends != row.LAST else None,
    }


def _other(other: LegalDocument | None, words: str) -> dict[str, Any] | None:
    """The other end of a relation: named by what is public of it, by its words where the library does not hold it."""
    if other is None:
        return {"document": words, "document_id": None}
    if other.is_public:
        entry = getattr(other, "mirror_entry", None)
        return {"document": document_name(other), "document_id": str(entry.key) if entry else None}
    if other.confidential or not words:
        return None
    return {"document": words, "document_id": None}


def _source_value(row, kind: str, own: str) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "label": kind,
        "provisions": row.provisions or None,
        "own_provisions": own or None,
        "day": row.day.isoformat() if row.day else None,
        "note": row.note or None,
    }


def _relation(row: LegalRelation) -> dict[str, Any] | None:
    other = _other(row.target, row.target_text)
    return other and {**other, **_source_value(row, str(RelationKind(row.kind).label), row.source_provisions)}


def _event(row) -> dict[str, Any] | None:
    other = _other(row.by, row.by_text) or {"document": None, "document_id": None}  # it acts, but is not named
    note = {"note": None} if row.by and row.by.confidential else {}
    return {**other, **_source_value(row, row.get_kind_display(), row.by_provisions), **note}


def _incoming(documents: Iterable[LegalDocument]) -> dict[int, list[dict[str, Any]]]:
    into = LegalRelation.objects.filter(target__in=documents, source__live=True, source__confidential=False)
    found: dict[int, list] = {}
    for row in into.select_related("source__doc_type", "source__mirror_entry").order_by("target", "kind", "pk"):
        said = _source_value(row, str(RelationKind(row.kind).passive), row.source_provisions)
        if (other := _other(row.source, "")) and row.target_id:
            found.setdefault(row.target_id, []).append({**other, **said})
    return found


def _translations(documents: Iterable[LegalDocument]) -> dict[Any, dict[str, dict[str, str]]]:
    """Language → title, abstract and summary."""
    keys = [document.translation_key for document in documents]
    others = LegalDocument.objects.filter(translation_key__in=keys, live=True, confidential=False)
    others = others.exclude(pk__in=[document.pk for document in documents]).select_related("locale")
    found: dict[Any, dict] = {}
    for row in others.only("translation_key", "locale", "title", "abstract", "summary"):
        words = {"title": row.title, "abstract": row.abstract, "summary": row.summary}
        found.setdefault(row.translation_key, {})[row.locale.language_code] = words
    return found


def _closed_collections() -> list[str]:
    """Paths of collections that are not open to everybody."""
    return list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def _is_closed(file, closed: list[str]) -> bool:
    return any(file.collection.path.startswith(path) for path in closed)


def _file(item) -> dict[str, Any]:
    return {
        "title": item.file.title,
        "url": _absolute(item.file.url),
        "role": item.role,
        "language": item.language,
        "size": item.file.file_size,
        "sha256": item.sha256 or None,
        "pages": item.pages,
        "has_text_layer": item.has_text_layer,
    }


def term_records(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of ``values`` with days as text."""
    return [{name: value.isoformat() if isinstance(value, datetime.date) else value for name,
        value in row.items()} for row in found]  # fmt: skip


def in_vietnamese():
    """Labels and sentences are those of the official language."""
    return translation.override("vi")
