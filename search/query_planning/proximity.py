"""Proximity: whether the words of a short query stand near each other in a text, and how they match a heading. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.query_planning.analysis import spelling_variants, syllables
from search.query_planning.phrase_constraints import lacks_marks
from search.query_planning.query import Query
from search.query_planning.synonyms import Expansion

WINDOW = 12  # syllables added to the number of words
SCANNED = 60_000  # characters of a text that are scanned


@lru_cache(maxsize=8)
def _query_forms(query: Query) -> Mapping[str, str]:
    """Returns spelling → the query word it represents; folded where the query was typed without diacritics."""
    content = set(query.content)
    found: dict[str, str] = {}
    for exact, folded in query.words:
        if folded in content:
            if query.has_diacritics and not lacks_marks(exact):
                found.update(dict.fromkeys(spelling_variants(exact), exact))
            else:
                found[folded] = folded
    return found


def _match_positions(
    forms: Iterable[tuple[str, str]], query_words: Mapping[str, str], has_diacritics: bool
) -> list[str]:
    """Returns for each syllable the query word that it matches, or ""."""
    return [
        query_words.get(exact)
        or (query_words[folded] if folded in query_words and (not has_diacritics or lacks_marks(folded)) else "")
        for exact, folded in forms
    ]


#: Cached, because every query expansion looks at the same headings.
_heading_forms = lru_cache(maxsize=2_000)(syllables)


def _expansion_query(expansion: Expansion) -> dict[str, str]:
    return {folded: folded for folded in expansion.words}


def _is_near(words: Sequence[str], width: int, needed: int) -> bool:
    inside: Counter[str] = Counter()
    for at, word in enumerate(words):
        if word:
            inside[word] += 1
        if at >= width and (leaving := words[at - width]):
            inside[leaving] -= 1
            if not inside[leaving]:
                del inside[leaving]
        if len(inside) >= needed:
            return True
    return False


def holds_near(text: str, query: Query, needed: int) -> bool:
    """Returns whether ``needed`` different words of the query, or all words of one query expansion, stand within one
    window of the text."""
    forms = syllables(text[:SCANNED])
    if _is_near(_match_positions(forms, _query_forms(query), query.has_diacritics), len(query.words) + WINDOW, needed):
        return True
    expansions = (_expansion_query(expansion) for expansion in query.expansions)
    return any(
        _is_near(_match_positions(forms, expansion, False), len(expansion) + WINDOW, len(expansion))
        for expansion in expansions
    )


@dataclass(frozen=True)
class HeadingMatch:
    """Match of query words with a heading. ``is_consecutive``: consecutive, as typed; ``words``: share of the query
    words that the heading has; ``heading_share``: share of the heading that they cover."""

    is_consecutive: bool
    words: float
    heading_share: float


def _in_heading(words: list[str], query_words: list[str]) -> HeadingMatch:
    if not query_words or not words:
        return HeadingMatch(False, 0.0, 0.0)
    is_consecutive = any(
        words[at : at + len(query_words)] == query_words for at in range(len(words) - len(query_words) + 1)
    )
    found = set(filter(None, words))
    return HeadingMatch(is_consecutive, len(found) / len(set(query_words)), sum(map(bool, words)) / len(words))


def match_heading(heading: str, query: Query) -> HeadingMatch:
    """Returns the match of the content words with the heading; question words do not count."""
    query_words = _query_forms(query)
    return _in_heading(
        _match_positions(_heading_forms(heading), query_words, query.has_diacritics),
        list(dict.fromkeys(query_words.values())),
    )


def match_heading_with_synonyms(heading: str, query: Query) -> HeadingMatch:
    """Returns the best match of a query expansion with the heading."""
    forms = _heading_forms(heading)
    matches = [
        _in_heading(_match_positions(forms, _expansion_query(expansion), False), list(expansion.words))
        for expansion in query.expansions
    ]
    return max(
        matches,
        key=lambda match: (match.is_consecutive, match.words, match.heading_share),
        default=HeadingMatch(False, 0.0, 0.0),
    )


def any_text_near(texts: Iterable[str], query: Query, needed: int) -> bool:
    return any(holds_near(text, query, needed) for text in texts)
