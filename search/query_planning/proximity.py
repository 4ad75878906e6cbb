"""Proximity: whether the words of a short query stand near each other in a text, and how they match a heading. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.query_planning.analysis import spelling_variants, syllables
from search.query_planning.phrase_constraints import lacks_marks
from search.query_planning.query import Query
from search.query_planning.synonyms import Expansion as OtherWords

WINDOW = 12  # syllables added to the number of words
SCANNED = 60_000  # characters of a text that are scanned


@lru_cache(maxsize=8)
def _query_forms(query: Query) -> Mapping[str, str]:
    """Returns spelling → the query word it represents; folded where the query was typed without diacritics."""
    content = set(query.content)
    found: dict[str, str] = {}
    for exact, folded in query.words:
        if folded in content:
            if query.marked and not lacks_marks(exact):
                found.update(dict.fromkeys(spelling_variants(exact), exact))
            else:
                found[folded] = folded
    return found


def _match_positions(forms: Iterable[tuple[str, str]], asked: Mapping[str, str], marked: bool) -> list[str]:
    """Returns for each syllable the query word that it matches, or ""."""
    return [
        asked.get(exact) or (asked[folded] if folded in asked and (not marked or lacks_marks(folded)) else "")
        for exact, folded in forms
    ]


#: Cached, because every query expansion looks at the same headings.
_heading_forms = lru_cache(maxsize=2_000)(syllables)


def _expansion_query(way: OtherWords) -> dict[str, str]:
    return {folded: folded for folded in way.words}


def _is_near(places: Sequence[str], width: int, needed: int) -> bool:
    inside: Counter[str] = Counter()
    for at, word in enumerate(places):
        if word:
            inside[word] += 1
        if at >= width and (gone := places[at - width]):
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if len(inside) >= needed:
            return True
    return False


def holds_near(text: str, query: Query, needed: int) -> bool:
    """Returns whether ``needed`` different words of the query, or all words of one query expansion, stand within one
    window of the text."""
    forms = syllables(text[:SCANNED])
    if _is_near(_match_positions(forms, _query_forms(query), query.marked), len(query.words) + WINDOW, needed):
        return True
    ways = (_expansion_query(way) for way in query.otherwise)
    return any(_is_near(_match_positions(forms, way, False), len(way) + WINDOW, len(way)) for way in ways)


@dataclass(frozen=True)
class HeadingMatch:
    """Match of query words with a heading. ``together``: consecutive, as typed; ``words``: share of the query words
    that the heading has; ``whole``: share of the heading that they cover."""

    together: bool
    words: float
    whole: float


def _in_heading(places: list[str], asked: list[str]) -> HeadingMatch:
    if not asked or not places:
        return HeadingMatch(False, 0.0, 0.0)
    together = any(places[at : at + len(asked)] == asked for at in range(len(places) - len(asked) + 1))
    there = set(filter(None, places))
    return HeadingMatch(together, len(there) / len(set(asked)), sum(map(bool, places)) / len(places))


def match_heading(heading: str, query: Query) -> HeadingMatch:
    """Returns the match of the content words with the heading; question words do not count."""
    asked = _query_forms(query)
    return _in_heading(
        _match_positions(_heading_forms(heading), asked, query.marked), list(dict.fromkeys(asked.values()))
    )


def match_heading_with_synonyms(heading: str, query: Query) -> HeadingMatch:
    """Returns the best match of a query expansion with the heading."""
    forms = _heading_forms(heading)
    ways = [
        _in_heading(_match_positions(forms, _expansion_query(way), False), list(way.words)) for way in query.otherwise
    ]
    return max(ways, key=lambda one: (one.together, one.words, one.whole), default=HeadingMatch(False, 0.0, 0.0))


def any_text_near(texts: Iterable[str], query: Query, needed: int) -> bool:
    return any(holds_near(text, query, needed) for text in texts)
