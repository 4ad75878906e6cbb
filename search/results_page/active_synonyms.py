"""The rows of words that a question is read with: the shipped ones and, over them, those of the office."""

from __future__ import annotations

from collections.abc import Iterable

from cms.core import versions
from search.models import SearchWord
from search.query_planning.synonyms import Words, key_of, merged, shipped, shipped_words

VERSION = "search-words"  # counter of changes (``cms.core.versions``)


def words_in_use() -> Words:
    return versions.get_or_build((__name__,), (VERSION,), _read)


def words_with(row: SearchWord) -> Words:
    """What would be in use if this row were saved so."""
    return _over([*SearchWord.objects.exclude(pk=row.pk), row])


def _read() -> Words:
    return _over(SearchWord.objects.all())


def _over(rows: Iterable[SearchWord]) -> Words:
    found = list(rows)
    if not found:
        return shipped_words()
    off = [key_of(row.typed) for row in found if not row.active]
    return Words(merged(shipped(), (row.as_word for row in found if row.active), off))
