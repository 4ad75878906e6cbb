"""Writes the provisions of many documents at once: one query for the stored rows, one write of new rows, one of
changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from cms.legal.models import LegalDocument, Provision
from cms.legal.sources.nodes import ArticleRecord

_FIELDS = ("kind", "number", "label", "heading", "text", "chapter", "source_anchor", "order")


def write_provisions(texts: Mapping[LegalDocument, Sequence[ArticleRecord]]) -> tuple[set[int], Counter[str]]:
    """Makes the provisions of these documents match their texts. Returns the primary keys of the changed documents and
    counts of rows ``created`` and ``updated``. Rows keep their primary key as long as their anchor stays."""
    present: dict[int, dict[str, Provision]] = {document.pk: {} for document in texts}
    for row in Provision.objects.filter(document__in=list(present)):
        present[row.document_id][row.anchor] = row
    new: list[Provision] = []
    changed: list[Provision] = []
    gone: list[Provision] = []
    for document, nodes in texts.items():
        rows = present[document.pk]
        for order, node in enumerate(nodes, 1):
            row = rows.setdefault(node.anchor, Provision(document_id=document.pk, anchor=node.anchor))
            if _apply(row, node, order):
                (changed if row.pk else new).append(row)
        kept = {node.anchor for node in nodes}
        gone += [row for anchor, row in rows.items() if anchor not in kept]
    Provision.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Provision.objects.bulk_create(new, batch_size=500)
    Provision.objects.bulk_update(changed, _FIELDS, batch_size=200)
    moved = _parents(texts, present)
    Provision.objects.bulk_update(moved, ["parent"], batch_size=200)
    counts = Counter(created=len(new), updated=len(changed))
    return {row.document_id for row in (*new, *changed, *gone, *moved)}, counts


def _apply(row: Provision, node: ArticleRecord, order: int) -> bool:
    """Returns whether the row is new or changed."""
    values = {name: getattr(node, name) for name in _FIELDS if name != "order"} | {"order": order}
    differs = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return differs


def _parents(
    texts: Mapping[LegalDocument, Sequence[ArticleRecord]], present: Mapping[int, dict[str, Provision]]
) -> list:
    """Rows whose parent node changed; called once the parents have their primary keys."""
    moved = []
    for document, nodes in texts.items():
        rows = present[document.pk]
        for node in nodes:
            parent = rows.get(node.parent) if node.parent else None
            row, wanted = rows[node.anchor], parent.pk if parent else None
            if row.parent_id != wanted:
                row.parent_id = wanted
                moved.append(row)
    return moved
