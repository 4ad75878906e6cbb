"""Corpus statistics for BM25, cached per process: number of entries and their average lengths."""

from __future__ import annotations

import time

from django.db import connection

from search.backends.bm25 import CorpusStatistics

STATISTICS_MAX_AGE = 600.0  # seconds; computing the averages reads every row
_stats: dict[str, tuple[float, CorpusStatistics]] = {}


def corpus_statistics() -> CorpusStatistics:
    """Returns the number of entries and average lengths; they change slowly, so a cached value is sufficient."""
    key = connection.settings_dict["NAME"]
    found = _stats.get(key)
    now = time.monotonic()
    if found is None or now - found[0] > STATISTICS_MAX_AGE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*), AVG(syllables), AVG(pairs) FROM search_indexentry")
            count, syllables, pairs = cursor.fetchone()
        found = (now, CorpusStatistics(count, float(syllables or 1), float(pairs or 1)))
        if count > 200:  # a small index changes with every page
            _stats[key] = found
    return found[1]


def forget_statistics() -> None:
    _stats.clear()
