"""Binds documents that are known by their words only to the library's document when it arrives.

The words are resolved as any citation is (``find → resolve``), so that ambiguous words stay unbound.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from cms.legal.citations.resolve import resolve_citations
from cms.legal.models import LegalDocument, LegalEvent, LegalRelation
from cms.legal.parsing.citation_finder import Citation
from cms.legal.parsing.document_words import find_citation, may_mean
from cms.legal.parsing.numbers import parse_number


def bind_references(ids: Iterable[int]) -> set[int]:
    """Binds, after these documents changed, words that now have their document, in these documents and in others;
    unbinds words that a corrected number no longer fits. Returns ids of the documents at both ends of each change."""
    ids = list(ids)
    keys = set(LegalDocument.objects.filter(pk__in=ids).values_list("number_key", flat=True)) - {""}
    touched: set[int] = set()
    for model in (LegalRelation, LegalEvent):
        touched |= _unbind(model, ids)
        unbound = model.objects.filter(**{f"{model.OTHER}__isnull": True}).exclude(**{model.WORDS: ""})
        concerned = Q(key__in=keys) | Q(key="") | Q(**{f"{model.PARENT}__in": ids})
        rows = list(unbound.filter(concerned).select_related(model.PARENT))
        touched |= _bind_rows(model, rows)
    return touched


def _unbind(model: Any, ids: list[int]) -> set[int]:
    rows = model.objects.filter(**{f"{model.OTHER}__in": ids}).exclude(key="").select_related(model.OTHER)
    wrong = [row for row in rows if not may_mean(row.key, getattr(row, model.OTHER))]
    model.objects.filter(pk__in=[row.pk for row in wrong]).update(**{model.OTHER: None})
    return _ends(model, wrong)


def _bind_rows(model: Any, rows: list) -> set[int]:
    chosen = find_bound_documents([(getattr(row, model.WORDS), getattr(row, model.PARENT).issued_on) for row in rows])
    bound = []
    for row, document in zip(rows, chosen, strict=True):
        if document is not None and document.pk != getattr(row, f"{model.PARENT}_id"):
            setattr(row, model.OTHER, document)
            bound.append(row)
    model.objects.bulk_update(bound, [model.OTHER], batch_size=200)
    return _ends(model, bound)


def _ends(model: Any, rows: list) -> set[int]:
    return {getattr(row, f"{end}_id") for row in rows for end in (model.PARENT, model.OTHER)}


def find_bound_documents(asked: list[tuple[str, datetime.date | None]]) -> list:
    """Returns for each (words, date of the citing document) the library's document that is certainly meant, or None."""
    found: list = [None] * len(asked)
    by_date: dict[datetime.date | None, list[tuple[int, Citation]]] = defaultdict(list)
    for place, (words, on) in enumerate(asked):
        if citation := find_citation(words):
            # Only what has no year depends on the date of the citing document.
            dated = citation.number and parse_number(citation.number).year is not None
            by_date[None if dated else on].append((place, citation))
    for on, group in by_date.items():
        for (place, _), resolution in zip(
            group, resolve_citations([citation for _, citation in group], on=on), strict=True
        ):
            found[place] = resolution.document
    return found
