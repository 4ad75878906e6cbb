"""Zero-result fallback: proposes similar queries with results. It tries other diacritics, and words of the query that
stand side by side in the index."""

from __future__ import annotations

from cms.tenancy.sites import SiteInfo
from search.backends.database import dialect_tables
from search.models import IndexEntry
from search.query_planning.phrase_constraints import build_variants
from search.query_planning.spelling import restore_diacritics
from search.results_page.results import Results
from search.results_page.service import search

MAX_QUERIES = 4
LOOKED_AT = 5  # hits that show the spelling of the words


def find_nearby_queries(results: Results, site_info: SiteInfo | None, locale: str) -> list[str]:
    """Returns queries with results, the nearest first; none if the search has results, or if a numbered document is
    missing, because the parts of a number mean nothing."""
    query = results.query
    if results.total or results.absent or len(query.words) < 2:
        return []
    typed = " ".join(exact for exact, _ in query.words)
    found = [_query_with_other_diacritics(results, site_info, locale)] if query.has_diacritics else []
    if len(query.words) > 2:
        neighbours = [query.words[at : at + 2] for at in range(len(query.words) - 1)]
        variants = [build_variants(pair, (0, 1), query.has_diacritics)[0] for pair in neighbours]
        known = dialect_tables().frequencies(token for variant in variants for token in variant)
        found_pairs = [
            (min(known[token] for token in variant), " ".join(exact for exact, _ in pair))
            for variant, pair in zip(variants, neighbours, strict=True)
            if all(token in known for token in variant)
        ]
        found += [words for _, words in sorted(found_pairs)]
    return [words for words in dict.fromkeys(found) if words and words != typed][:MAX_QUERIES]


def _query_with_other_diacritics(results: Results, site_info: SiteInfo | None, locale: str) -> str:
    """Returns the query with other diacritics: the index lacks "kỹ luật" but has "kỷ luật"."""
    query, request = results.query, results.request
    hits = search(" ".join(query.sequence), site_info, scope=request.scope, locale=locale, size=LOOKED_AT).hits
    rows = IndexEntry.objects.filter(ref__in=[hit.ref for hit in hits]).values_list("title", "body")
    texts = [part[:20_000] for row in rows for part in row]
    return restore_diacritics(query.sequence, texts) if texts else ""
