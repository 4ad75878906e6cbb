"""Selects the page of a file that answers a query. Pure."""

from __future__ import annotations

from search.query_planning.analysis import syllables
from search.query_planning.query import Query

PAGE_BREAK = "\f"  # as in ``cms.core.models.FileText``


def best_page(body: str, query: Query) -> tuple[int, str]:
    """Returns (number from 1, text) of the page that matches most of the query; number 0 for a text of one page.

    >>> from search.query_planning.query import parse_query
    >>> best_page("Mở đầu\\n\\f\\nQuyền trẻ em", parse_query("quyen tre em"))
    (2, '\\nQuyền trẻ em')
    """
    pages = body.split(PAGE_BREAK)
    if len(pages) == 1:
        return 0, body
    words = [pair.replace("_", " ") for pair in query.pairs] or list(query.syllables)
    best, best_at = -1, 0
    for at, page in enumerate(pages):
        folded = " ".join(syllable for _, syllable in syllables(page))
        found = sum(word in folded for word in words)
        if found > best:
            best, best_at = found, at
    return best_at + 1, pages[best_at]
