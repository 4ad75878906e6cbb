"""Phrase constraints: the words of a short query must stand side by side in a result, as typed. Pure.

A phrase variant is a tuple of tokens, all of which an entry must have: compounds (``compounds``) as pairs, or, if none
is known, a minimum number of the query's pairs, and every other word alone. Words that an entry has without their
pairs are scattered over it and do not show what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice, product

from search.query_planning.analysis import exact_token, spelling_variants
from search.query_planning.compounds import Compound, frequency_of, segment_compounds, strong_readings

MAX_WORDS = 8  # of a query for which variants are built
MAX_SPELLINGS = 4
MAX_READINGS = 2
#: Number of words → number of their pairs that must be adjacent.
_PAIRS = {0: 0, 1: 0, 2: 1, 3: 1, 4: 1}
_PAIRS_OF_MORE = 2
_STOPS = ("c", "ch", "p", "t")
PhraseVariant = tuple[str, ...]


def lacks_marks(syllable: str) -> bool:
    """Returns whether the syllable lacks the tone mark that its ending requires: it is careless typing or foreign.

    >>> lacks_marks("hoc"), lacks_marks("học"), lacks_marks("ban")
    (True, False, False)
    """
    return syllable.isascii() and syllable.isalpha() and len(syllable) > 1 and syllable.endswith(_STOPS)


def _word(exact: str, folded: str, has_diacritics: bool) -> str:
    return exact_token(exact) if has_diacritics and not lacks_marks(exact) else folded


def _pair(words: Sequence[tuple[str, str]], at: int, has_diacritics: bool) -> PhraseVariant:
    (first, first_folded), (second, second_folded) = words[at : at + 2]
    folded = f"{first_folded}_{second_folded}"
    if not has_diacritics:
        return (folded,)
    if not lacks_marks(first) and not lacks_marks(second):
        return (exact_token(f"{first}_{second}"),)
    return (folded, *(exact_token(word) for word in (first, second) if not lacks_marks(word)))


def _pairs(words: Sequence[tuple[str, str]], at: int, has_diacritics: bool, plain: bool) -> list[PhraseVariant]:
    """Returns the variants of the pair at this position. Typed without diacritics and not ``plain``: each compound that
    it almost certainly is."""
    if not has_diacritics and not plain and (found := strong_readings(f"{words[at][1]}_{words[at + 1][1]}")):
        return [(word,) for word in found[:MAX_READINGS]]
    return [_pair(words, at, has_diacritics)]


Segmentation = Mapping[int, Compound]  # position of the first syllable → the compound that begins there


def _combine_constraints(
    words: Sequence[tuple[str, str]],
    positions: Sequence[int],
    has_diacritics: bool,
    segmentation: Segmentation,
    plain: bool,
) -> Iterable[PhraseVariant]:
    """Yields the phrase variants for the words at the positions ``positions``: compounds as pairs or, if no compound is
    known, a minimum number of pairs."""
    neighbours = [at for at in positions if at + 1 in positions]
    pair_count = len(segmentation) or min(_PAIRS.get(len(positions), _PAIRS_OF_MORE), len(neighbours))
    for pair_positions in combinations(segmentation or neighbours, pair_count):
        covered = {position for at in pair_positions for position in (at, at + 1)}
        alone = [_word(*words[at], has_diacritics) for at in positions if at not in covered]
        for spelling in product(
            *(_pairs(words, at, has_diacritics, plain or len(positions) <= 2) for at in pair_positions)
        ):
            yield tuple(dict.fromkeys([token for pair in spelling for token in pair] + alone))


def _required_positions(
    words: Sequence[tuple[str, str]],
    positions: Sequence[int],
    has_diacritics: bool,
    left_out: int,
    segmentation: Segmentation,
) -> list[list[int]]:
    """Returns every choice of ``positions`` without ``left_out`` optional positions. Half of a compound and the rarest
    word, which is the most specific, are never optional."""
    if not left_out:
        return [list(positions)]
    halves = {position for at in segmentation for position in (at, at + 1)}
    times = {at: frequency_of(*words[at], has_diacritics) for at in positions if at not in halves}
    lowest = min([one.times for one in segmentation.values()] + list(times.values()), default=0)
    free = [at for at, often in times.items() if often > lowest]
    return [[at for at in positions if at not in lacking] for lacking in combinations(free, left_out)]


def build_variants(
    words: Sequence[tuple[str, str]],
    positions: Sequence[int],
    has_diacritics: bool,
    left_out: int = 0,
    plain: bool = False,
) -> tuple[PhraseVariant, ...]:
    """Returns phrase variants. ``words``: (as typed, folded), in order; ``positions``: content positions;
    ``has_diacritics``: typed with diacritics; ``left_out``: how many may be missing; ``plain``: also for texts written
    without diacritics.

    >>> build_variants((("hiến", "hien"), ("máu", "mau")), (0, 1), has_diacritics=True)
    (('hiến_máu',),)
    >>> build_variants((("day", "day"), ("them", "them"), ("gio", "gio")), (0, 1, 2), has_diacritics=False)
    (('dạy_thêm', 'gio'), ('thêm_giờ', 'day'))
    """
    positions = positions[:MAX_WORDS]
    variants = product(
        *(
            ((exact, folded),) if not has_diacritics else _spelling_alternatives(exact, folded)
            for exact, folded in words
        )
    )
    found: dict[PhraseVariant, None] = {}
    for variant in islice(variants, MAX_SPELLINGS):
        for segmentation in segment_compounds(variant, positions, has_diacritics):
            for required in _required_positions(variant, positions, has_diacritics, left_out, segmentation):
                found.update(
                    dict.fromkeys(_combine_constraints(variant, required, has_diacritics, segmentation, plain))
                )
    return tuple(found)


def _spelling_alternatives(exact: str, folded: str) -> tuple[tuple[str, str], ...]:
    """Returns the word in every spelling variant; "kì" is "kỳ"."""
    return tuple((one, folded if one == exact else spelling_variants(folded)[-1]) for one in spelling_variants(exact))
