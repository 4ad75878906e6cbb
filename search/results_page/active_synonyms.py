"""The active synonym rows for query parsing: the shipped rows, overridden by those of the office."""

from __future__ import annotations

from collections.abc import Iterable

from cms.core import versions
from search.models import SearchWord
from search.query_planning.synonyms import (
    SynonymTable,
    merge_synonyms,
    shipped_synonym_table,
    shipped_synonyms,
    synonym_key,
)

VERSION = "search-words"  # version counter (``cms.core.versions``)


def active_synonyms() -> SynonymTable:
    return versions.get_or_build((__name__,), (VERSION,), _read_synonyms)


def synonyms_with(row: SearchWord) -> SynonymTable:
    """Returns the synonym table that would be active if this row were saved."""
    return _office_synonyms([*SearchWord.objects.exclude(pk=row.pk), row])


def _read_synonyms() -> SynonymTable:
    return _office_synonyms(SearchWord.objects.all())


def _office_synonyms(rows: Iterable[SearchWord]) -> SynonymTable:
    found = list(rows)
    if not found:
        return shipped_synonym_table()
    off = [synonym_key(row.typed) for row in found if not row.active]
    return SynonymTable(merge_synonyms(shipped_synonyms(), (row.as_word for row in found if row.active), off))
