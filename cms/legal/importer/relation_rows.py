"""Relations and events of many documents: those that a file tells are added, none is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.legal.importer.records import DocumentRecord, LinkRecord
from cms.legal.models import LegalDocument, LegalEvent, LegalRelation
from cms.legal.validity.facts import document_name

_OWN = {LegalRelation: "source_provisions", LegalEvent: "by_provisions"}
_KINDS = ((LegalRelation, "relations"), (LegalEvent, "events"))


def link_record(row: LegalRelation | LegalEvent) -> LinkRecord:
    """A stored relation or event in the words of a file."""
    other = getattr(row, row.OTHER)
    return LinkRecord(
        kind=row.kind,
        words=document_name(other) if other else getattr(row, row.WORDS),
        provisions=row.provisions,
        own_provisions=getattr(row, _OWN[type(row)]),
        day=row.day,
        note=row.note,
    )


def load_links(records: Mapping[LegalDocument, DocumentRecord]) -> set[int]:
    """Primary keys of the documents that got new ones."""
    touched: set[int] = set()
    for model, name in _KINDS:
        told = {document: links for document, record in records.items() if (links := getattr(record, name))}
        touched |= _load(model, told) if told else set()
    return touched


def _load(model: Any, told: Mapping[LegalDocument, tuple[LinkRecord, ...]]) -> set[int]:
    rows = model.objects.filter(**{f"{model.PARENT}__in": list(told)}).select_related(f"{model.OTHER}__doc_type")
    present: dict[int, set[tuple]] = {document.pk: set() for document in told}
    for row in rows:
        held = link_record(row)
        present[getattr(row, f"{model.PARENT}_id")] |= {held, held._replace(words=getattr(row, model.WORDS))}
    new = []
    for document, links in told.items():
        missing = [link for link in dict.fromkeys(links) if link not in present[document.pk]]
        for order, link in enumerate(missing, len(present[document.pk])):
            row = model(
                **{model.PARENT: document, model.WORDS: link.words, _OWN[model]: link.own_provisions},
                kind=link.kind,
                provisions=link.provisions,
                day=link.day,
                note=link.note,
                origin="import",
                sort_order=order,
            )
            row.derive()
            new.append(row)
    model.objects.bulk_create(new)
    return {getattr(row, f"{model.PARENT}_id") for row in new}
