"""Articles of many documents at once: one look at what is there, one write of what is new, one of what differs."""

from __future__ import annotations

from collections.abc import Mapping

from cms.legal.importer.records import ArticleRecord
from cms.legal.importer.report import Report
from cms.legal.models import LegalDocument, Provision

_FIELDS = ("number", "label", "heading", "text", "chapter", "source_anchor", "order")


def _values(article: ArticleRecord, order: int) -> dict:
    return {
        "number": article.number,
        "label": article.label,
        "heading": article.heading,
        "text": article.text,
        "chapter": article.chapter,
        "source_anchor": article.source_anchor,
        "order": order,
    }


def load_provisions(articles: Mapping[LegalDocument, tuple[ArticleRecord, ...]], report: Report) -> set[int]:
    """Bring the provisions of these documents in line; primary keys of the documents that changed."""
    present = {
        (row.document_id, row.anchor): row
        for row in Provision.objects.filter(document__in=[document.pk for document in articles])
    }
    new, changed = [], []
    for document, rows in articles.items():
        for order, article in enumerate(rows, 1):
            values = _values(article, order)
            row = present.get((document.pk, article.anchor))
            if row is None:
                new.append(
                    Provision(document_id=document.pk, anchor=article.anchor, kind=Provision.Kind.ARTICLE, **values)
                )
            elif any(getattr(row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
        report.articles += len(rows)
    Provision.objects.bulk_create(new, batch_size=500)
    Provision.objects.bulk_update(changed, _FIELDS, batch_size=200)
    report.articles_created += len(new)
    report.articles_updated += len(changed)
    return {row.document_id for row in (*new, *changed)}
