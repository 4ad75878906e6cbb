"""Whether a text holds the words of a short query near each other, and how its heading does. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from search.planning.analysis import spellings, syllables
from search.planning.query import Query
from search.planning.ways import lacks_marks

WINDOW = 12  # syllables between and around the words
SCANNED = 60_000  # characters of a text that are looked through


def _asked(query: Query) -> dict[str, str]:
    """Spelling → the word that it stands for; folded words where marks were not typed."""
    content = set(query.content)
    found: dict[str, str] = {}
    for exact, folded in query.words:
        if folded in content:
            if query.marked and not lacks_marks(exact):
                found.update(dict.fromkeys(spellings(exact), exact))
            else:
                found[folded] = folded
    return found


def _places(text: str, query: Query) -> list[str]:
    """Of each syllable of the text the word of the query that it is, or ""."""
    asked = _asked(query)
    return [asked.get(exact) or asked.get(folded if lacks_marks(folded) or not query.marked else exact, "")
            for exact, folded in syllables(text)]  # fmt: skip


def holds_near(text: str, query: Query, needed: int) -> bool:
    """Whether ``needed`` different words of the query stand within one window of the text."""
    places = _places(text[:SCANNED], query)
    width = len(query.words) + WINDOW
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


def in_heading(heading: str, query: Query) -> tuple[bool, float]:
    """(the words stand in the heading one after the other as typed, share of the words that stand there).

    The words that only ask are no part of it."""
    places = _places(heading, query)
    asked = list(dict.fromkeys(_asked(query).values()))
    together = any(places[at : at + len(asked)] == asked for at in range(len(places) - len(asked) + 1))
    return together, len(set(filter(None, places))) / len(asked) if asked else 0.0


def any_near(texts: Iterable[str], query: Query, needed: int) -> bool:
    return any(holds_near(text, query, needed) for text in texts)
