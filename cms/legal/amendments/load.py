"""Keeps the codification's edges and applies them; loading the same edges again changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from cms.legal.amendments.apply import apply_edges
from cms.legal.amendments.edges import Edge, document_identity
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.models import AmendmentEdge
from cms.legal.parsing.numbers import parse_number


def store_edges(edges: Iterable[Edge]) -> Counter[str]:
    """Counts: relations, events (new or changed), unchanged, neither_held (they wait), ambiguous."""
    with transaction.atomic():
        concerned, counts = apply_edges(_stored_edges(edges))
        announce_documents(concerned)
    return counts


def _stored_edges(edges: Iterable[Edge]) -> list[AmendmentEdge]:
    """The edges as rows, those of the file alone, in its order; one that was known is brought up to date."""
    told: dict[str, AmendmentEdge] = {}
    for edge in edges:
        row = _row(edge)
        if row.digest in told:
            told[row.digest].provisions += [name for name in row.provisions if name not in told[row.digest].provisions]
        else:
            told[row.digest] = row
    held = {row.digest: row for row in AmendmentEdge.objects.all() if row.digest in told}
    changed = [row for digest, row in held.items() if row.provisions != told[digest].provisions]
    for row in changed:
        row.provisions = told[row.digest].provisions
    AmendmentEdge.objects.bulk_update(changed, ["provisions"], batch_size=500)
    AmendmentEdge.objects.bulk_create([row for digest, row in told.items() if digest not in held], batch_size=500)
    return [held.get(digest, row) for digest, row in told.items()]


def _row(edge: Edge) -> AmendmentEdge:
    (source_type, source_number), (target_type, target_number) = edge.source, edge.target
    day = edge.day.isoformat() if edge.day else None
    named = [edge.kind, document_identity(edge.source), edge.source_provisions, document_identity(edge.target), day]
    return AmendmentEdge(
        kind=edge.kind,
        source_type=source_type[:100],
        source_number=source_number[:120],
        source_key=parse_number(source_number).key[:120],
        source_provisions=edge.source_provisions[:255],
        target_type=target_type[:100],
        target_number=target_number[:120],
        target_key=parse_number(target_number).key[:120],
        provisions=list(edge.provisions),
        day=edge.day,
        digest=hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest(),
    )
