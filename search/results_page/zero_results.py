"""Where nothing was found: what the index holds that is near to it. A reading with other marks, and words of the
question that do stand side by side."""

from __future__ import annotations

from cms.tenancy.sites import SiteInfo
from search.backends.database import dialect_tables
from search.models import IndexEntry
from search.query_planning.phrase_constraints import build_variants
from search.query_planning.spelling import restore_diacritics
from search.results_page.results import Results
from search.results_page.service import search

MAX_QUERIES = 4
LOOKED_AT = 5  # hits that say how the words are written


def find_nearby_queries(results: Results, site_info: SiteInfo | None, locale: str) -> list[str]:
    """Questions that do find something, the nearest first; none where something was found, or a number is not held:
    its parts say nothing."""
    query = results.query
    if results.total or results.absent or len(query.words) < 2:
        return []
    typed = " ".join(exact for exact, _ in query.words)
    found = [_query_with_other_diacritics(results, site_info, locale)] if query.marked else []
    if len(query.words) > 2:
        beside = [query.words[at : at + 2] for at in range(len(query.words) - 1)]
        ways = [build_variants(pair, (0, 1), query.marked)[0] for pair in beside]
        known = dialect_tables().frequencies(token for way in ways for token in way)
        held = [
            (min(known[token] for token in way), " ".join(exact for exact, _ in pair))
            for way, pair in zip(ways, beside, strict=True)
            if all(token in known for token in way)
        ]
        found += [words for _, words in sorted(held)]
    return [words for words in dict.fromkeys(found) if words and words != typed][:MAX_QUERIES]


def _query_with_other_diacritics(results: Results, site_info: SiteInfo | None, locale: str) -> str:
    """ "kỹ luật" is not there, "kỷ luật" is."""
    query, ask = results.query, results.ask
    hits = search(" ".join(query.sequence), site_info, scope=ask.scope, locale=locale, size=LOOKED_AT).hits
    rows = IndexEntry.objects.filter(ref__in=[hit.ref for hit in hits]).values_list("title", "body")
    texts = [part[:20_000] for row in rows for part in row]
    return restore_diacritics(query.sequence, texts) if texts else ""
