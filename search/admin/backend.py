"""Adds our Vietnamese text analysis to Wagtail's own searches (explorer, choosers, pictures, files): diacritics, đ,
tone positions, abbreviations and numbers in any spelling. Wagtail's querysets still decide what is visible.

Wagtail's database backend gets folded text to index and folded queries. ``WAGTAILSEARCH_BACKENDS`` names this module.
"""

from __future__ import annotations

import sys

from django.db.models import FloatField, QuerySet, Value
from django.db.models.functions import Cast, Length
from modelsearch.backends import database
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk

from search.query_planning.analysis import syllables


def fold_for_index(text: str) -> str:
    """Returns the folded syllables of the text, with abbreviations expanded.

    >>> fold_for_index("Hoà giải, 15/2020/NĐ-CP")
    'hoa giai 15 2020 nghi dinh cp'
    """
    return " ".join(part for _, part in syllables(text))


class FoldedIndexer:
    """Mixin for a backend's ``ObjectIndexer``: folds the values that it reads from an object."""

    is_folded = True

    def prepare_value(self, value):
        text = super().prepare_value(value)  # type: ignore[misc]
        return fold_for_index(text) if isinstance(value, str) else text


class FoldedQueries:
    """Mixin for a search backend: folds queries."""

    def _search(self, query_compiler_class, query, model_or_queryset, **options):
        if isinstance(query, PlainText):
            query = PlainText(fold_for_index(query.query_string), operator=query.operator, boost=query.boost)
        elif isinstance(query, str):
            query = fold_for_index(query)
        return super()._search(query_compiler_class, query, model_or_queryset, **options)  # type: ignore[misc]


#: Number of rows up to which Wagtail's own computation is fast enough.
MIN_SAMPLE = 1_000


class CachedAverageLength:
    """Mixin for a backend's index: takes the average title length, which normalizes title weights, from the row written
    last. Wagtail computes it from the whole table after every write and scans for rows without a weight: 50–90 ms at
    40,000 rows. An index rebuild computes all of them again."""

    entries: QuerySet  # the backend's
    _average: float | None = None

    def add_items(self, model, objs):
        objs = list(objs)
        self._average = self._average or self._remembered()
        super().add_items(model, objs)  # type: ignore[misc]
        if self._average is None:
            return
        written = self.entries.filter(content_type_id=get_content_type_pk(model))
        keys = [str(obj.pk) for obj in objs]
        for start in range(0, len(keys), 500):
            new = written.filter(object_id__in=keys[start : start + 500])
            new.annotate(length=Length("title")).filter(length__gt=0).update(
                title_norm=Value(self._average) / Cast(Length("title"), FloatField())
            )

    def _refresh_title_norms(self, full=False):
        if full or self._average is None:
            super()._refresh_title_norms(full)  # type: ignore[misc]

    def _remembered(self) -> float | None:
        weighed = self.entries.exclude(title_norm=1.0).annotate(length=Length("title")).filter(length__gt=0)
        last = weighed.order_by("-pk").values_list("pk", "title_norm", "length").first()
        return last[1] * last[2] if last and last[0] > MIN_SAMPLE else None


def SearchBackend(params):
    backend = type(database.SearchBackend(params))
    module = sys.modules[backend.__module__]
    indexer = getattr(module, "ObjectIndexer", None)
    if indexer is None:  # SQLite without full text: Wagtail compares substrings there
        return backend(params)
    if not getattr(indexer, "is_folded", False):
        # The backends use this class inside a method; tests/search/admin/test_admin_backend.py checks that.
        module.ObjectIndexer = type("ObjectIndexer", (FoldedIndexer, indexer), {})  # type: ignore[attr-defined]
    index = type("Index", (CachedAverageLength, backend.index_class), {})
    return type(backend.__name__, (FoldedQueries, backend), {"index_class": index})(params)
