"""Writes the provisions of many documents at once: one query for what is stored, one write of new rows, one of
changed."""

from __future__ import annotations

from collections.abc import Mapping

from cms.legal.importer.records import ArticleRecord, DocumentRecord
from cms.legal.importer.report import ImportReport
from cms.legal.models import LegalDocument, Provision

_FIELDS = ("kind", "number", "label", "heading", "text", "chapter", "source_anchor", "order")


def load_provisions(records: Mapping[LegalDocument, DocumentRecord], report: ImportReport) -> set[int]:
    """Bring the provisions of these documents in line; primary keys of the documents that changed.

    Articles are matched by anchor and never deleted, unless the record holds the whole text.
    """
    present: dict[int, dict[str, Provision]] = {document.pk: {} for document in records}
    for row in Provision.objects.filter(document__in=list(present)):
        present[row.document_id][row.anchor] = row
    new: list[Provision] = []
    changed: list[Provision] = []
    gone: list[Provision] = []
    for document, record in records.items():
        rows = present[document.pk]
        for order, article in enumerate(record.articles, 1):
            row = rows.setdefault(article.anchor, Provision(document_id=document.pk, anchor=article.anchor))
            if _apply(row, article, order):
                (changed if row.pk else new).append(row)
        if record.whole and record.articles:
            kept = {article.anchor for article in record.articles}
            gone += [row for anchor, row in rows.items() if anchor not in kept]
        report.articles += len(record.articles)
    Provision.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Provision.objects.bulk_create(new, batch_size=500)
    Provision.objects.bulk_update(changed, _FIELDS, batch_size=200)
    moved = _parents(records, present)
    Provision.objects.bulk_update(moved, ["parent"], batch_size=200)
    report.articles_created += len(new)
    report.articles_updated += len(changed)
    return {row.document_id for row in (*new, *changed, *gone, *moved)}


def _apply(row: Provision, article: ArticleRecord, order: int) -> bool:
    """Is it a new row, or does anything change?"""
    values = {name: getattr(article, name) for name in _FIELDS if name != "order"} | {"order": order}
    differs = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return differs


def _parents(records: Mapping[LegalDocument, DocumentRecord], present: Mapping[int, dict[str, Provision]]) -> list:
    """What hangs below another node now; parents are known once they are written."""
    moved = []
    for document, record in records.items():
        rows = present[document.pk]
        for article in record.articles:
            parent = rows.get(article.parent) if article.parent else None
            row, wanted = rows[article.anchor], parent.pk if parent else None
            if row.parent_id != wanted and (record.whole or wanted):
                row.parent_id = wanted
                moved.append(row)
    return moved
