"""Wagtail's own searches (explorer, choosers, pictures, files) with our Vietnamese: marks, đ, tone places,
abbreviations and numbers in any spelling. What may be seen is decided by Wagtail's querysets, as before: only words are
changed here.

Wagtail's database backend gets folded text to index and folded questions. Named in ``WAGTAILSEARCH_BACKENDS``.
"""

from __future__ import annotations

import sys

from modelsearch.backends import database
from modelsearch.query import PlainText

from search.planning.analysis import syllables


def folded(text: str) -> str:
    """
    >>> folded("Hoà giải, 15/2020/NĐ-CP")
    'hoa giai 15 2020 nghi dinh cp'
    """
    return " ".join(part for _, part in syllables(text))


class FoldedIndexer:
    """Before a backend's ``ObjectIndexer``: what it reads of an object, folded."""

    is_folded = True

    def prepare_value(self, value):
        text = super().prepare_value(value)  # type: ignore[misc]
        return folded(text) if isinstance(value, str) else text


class FoldedQueries:
    """Before a search backend: what people type, folded."""

    def _search(self, query_compiler_class, query, model_or_queryset, **options):
        if isinstance(query, PlainText):
            query = PlainText(folded(query.query_string), operator=query.operator, boost=query.boost)
        elif isinstance(query, str):
            query = folded(query)
        return super()._search(query_compiler_class, query, model_or_queryset, **options)  # type: ignore[misc]


def SearchBackend(params):
    backend = type(database.SearchBackend(params))
    module = sys.modules[backend.__module__]
    indexer = getattr(module, "ObjectIndexer", None)
    if indexer is None:  # SQLite without full text: Wagtail compares letters there
        return backend(params)
    if not getattr(indexer, "is_folded", False):
        # The backends name this class in the middle of a method; pinned by tests/search/admin/test_admin_backend.py.
        module.ObjectIndexer = type("ObjectIndexer", (FoldedIndexer, indexer), {})  # type: ignore[attr-defined]
    return type(backend.__name__, (FoldedQueries, backend), {})(params)
