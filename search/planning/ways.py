"""How the words of a short query must stand in an entry that is a result: side by side, as they were typed. Pure.

A way is a row of tokens that an entry must all have: so many of the query's pairs, and every other word alone. Words
that stand in an entry without one of the pairs are scattered over it and say nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, islice, product

from search.planning.analysis import spellings, written

MOST_WORDS = 8  # of a query whose ways are made
MOST_SPELLINGS = 4
#: Words → pairs of them that must stand together.
_PAIRS = {0: 0, 1: 0, 2: 1, 3: 1, 4: 1}
_PAIRS_OF_MORE = 2
_STOPS = ("c", "ch", "p", "t")
Way = tuple[str, ...]


def lacks_marks(syllable: str) -> bool:
    """A syllable that ends so has a tone mark in Vietnamese: without one it was typed carelessly, or is foreign.

    >>> lacks_marks("hoc"), lacks_marks("học"), lacks_marks("ban")
    (True, False, False)
    """
    return syllable.isascii() and syllable.isalpha() and len(syllable) > 1 and syllable.endswith(_STOPS)


def _word(exact: str, folded: str, marked: bool) -> str:
    return written(exact) if marked and not lacks_marks(exact) else folded


def _pair(words: Sequence[tuple[str, str]], at: int, marked: bool) -> Way:
    (first, first_folded), (second, second_folded) = words[at : at + 2]
    folded = f"{first_folded}_{second_folded}"
    if not marked:
        return (folded,)
    if not lacks_marks(first) and not lacks_marks(second):
        return (written(f"{first}_{second}"),)
    return (folded, *(written(word) for word in (first, second) if not lacks_marks(word)))


def _combined(words: Sequence[tuple[str, str]], told: Sequence[int], marked: bool) -> Iterable[Way]:
    """Ways to have the words at the places ``told``."""
    neighbours = [at for at in told if at + 1 in told]
    asked = min(_PAIRS.get(len(told), _PAIRS_OF_MORE), len(neighbours))
    for chosen in combinations(neighbours, asked):
        covered = {place for at in chosen for place in (at, at + 1)}
        tokens = [token for at in chosen for token in _pair(words, at, marked)]
        tokens += [_word(*words[at], marked) for at in told if at not in covered]
        yield tuple(dict.fromkeys(tokens))


def ways_of(words: Sequence[tuple[str, str]], told: Sequence[int], marked: bool, left_out: int = 0) -> tuple[Way, ...]:
    """``words``: (as typed, folded) in their order; ``told``: places of those that say something; ``marked``: typed
    with marks; ``left_out``: so many of them may be lacking.

    >>> ways_of((("hiến", "hien"), ("máu", "mau")), (0, 1), marked=True)
    (('hiến_máu',),)
    >>> ways_of((("day", "day"), ("them", "them"), ("gio", "gio")), (0, 1, 2), marked=False)
    (('day_them', 'gio'), ('them_gio', 'day'))
    """
    told = told[:MOST_WORDS]
    variants = product(*(((exact, folded),) if not marked else _spelt(exact, folded) for exact, folded in words))
    found: dict[Way, None] = {}
    for variant in islice(variants, MOST_SPELLINGS):
        for kept in combinations(told, max(len(told) - left_out, 1)):
            found.update(dict.fromkeys(_combined(variant, kept, marked)))
    return tuple(found)


def _spelt(exact: str, folded: str) -> tuple[tuple[str, str], ...]:
    """The word in every spelling; "kì" is "kỳ"."""
    return tuple((one, folded if one == exact else spellings(folded)[-1]) for one in spellings(exact))
