"""Stores parsed structures as ``Provision`` rows, matched by anchor; storing the same again changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from cms.legal.models import LegalDocument, Provision
from cms.legal.reading.structure import Node

_FIELDS = ("kind", "number", "label", "heading", "text", "chapter", "order")


def store(structures: Mapping[LegalDocument, Sequence[Node]]) -> set[int]:
    """Make the provisions of these documents what their nodes say; primary keys of the documents that changed.

    Rows keep their primary key as long as their anchor stays; rows whose anchor is gone go. Tell the listeners
    yourself (``life.announce``), in the same transaction.
    """
    present: dict[int, dict[str, Provision]] = defaultdict(dict)
    for row in Provision.objects.filter(document__in=list(structures)):
        present[row.document_id][row.anchor] = row
    with transaction.atomic():
        new: list[Provision] = []
        changed: list[Provision] = []
        gone: list[Provision] = []
        for document, nodes in structures.items():
            rows = present[document.pk]
            for order, node in enumerate(nodes, 1):
                row = rows.get(node.anchor) or Provision(document=document, anchor=node.anchor)
                if _apply(row, node, order):
                    (changed if row.pk else new).append(row)
                rows[node.anchor] = row
            kept = {node.anchor for node in nodes}
            gone += [row for anchor, row in rows.items() if anchor not in kept]
        Provision.objects.filter(pk__in=[row.pk for row in gone]).delete()
        Provision.objects.bulk_create(new, batch_size=500)
        Provision.objects.bulk_update(changed, _FIELDS, batch_size=200)
        moved = _parents(structures, present)
        Provision.objects.bulk_update(moved, ["parent"], batch_size=200)
    return {row.document_id for row in (*new, *changed, *gone, *moved)}


def _apply(row: Provision, node: Node, order: int) -> bool:
    values = {
        "kind": node.kind,
        "number": node.number[:20],
        "label": node.label[:80],
        "heading": node.heading,
        "text": node.text,
        "chapter": "",
        "order": order,
    }
    differs = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return differs


def _parents(structures: Mapping[LegalDocument, Sequence[Node]], present: Mapping[int, dict[str, Provision]]) -> list:
    moved = []
    for document, nodes in structures.items():
        rows = present[document.pk]
        for node in nodes:
            row, parent = rows[node.anchor], rows[node.parent].pk if node.parent else None
            if row.parent_id != parent:
                row.parent_id = parent
                moved.append(row)
    return moved
