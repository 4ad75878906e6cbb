"""Compound segmentation: decides which pairs of syllables are words. Pure.

Most Vietnamese words have two syllables, and neighbouring syllables may belong to two different words ("thực hiện |
mẫu" is not "hiến máu"). The statistics come from the codification (``benchmarks.search.compounds``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cms.core.text import fold_diacritics
from search.query_planning.analysis import spelling_variants
from search.query_planning.vocabulary import DATA

FILE = DATA / "compounds.txt"
MAX_SEGMENTATIONS = 4
COMPETES = 0.45  # share of the strength of the best segmentation
POSSIBLE, LIKELY = 10, 80  # percent of all forms with the same folded spelling
TOGETHER = 5.0  # bits; from here a pair is a word whatever its syllables are
_PARTICLES = "của và đã với các những theo được để là thì mà bị do nếu khi hoặc này có không sẽ như đó bởi vì cả mỗi"
_PLACES = "từ về cho tại trong đến ra vào trên dưới ở qua"
#: Function words: nearly every neighbour of one is accidental.
GRAMMAR = frozenset(f"{_PARTICLES} {_PLACES} một hai ba bốn năm sáu bảy tám chín mười".split())


@dataclass(frozen=True)
class Compound:
    words: str  # as written, "hiến_máu"
    times: int
    bits: float
    percent: int  # of all forms with the same folded spelling


@cache
def _lines() -> tuple[tuple[str, int, float, int], ...]:
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple((words, int(times), float(bits), int(percent)) for words, times, bits, percent in rows)


@cache
def _syllable_counts() -> dict[str, int]:
    """Returns syllable (as written and folded) → number of occurrences in the codification."""
    found: dict[str, int] = {}
    for word, times, _, _ in _lines():
        if " " not in word:
            for form in {word, fold_diacritics(word)}:
                found[form] = found.get(form, 0) + times
    return found


def frequency_of(exact: str, folded: str, has_diacritics: bool) -> int:
    """Returns the number of occurrences of the syllable in the codification; rare syllables are the most specific."""
    return _syllable_counts().get(exact if has_diacritics else folded, 0)


@cache
def _compounds() -> dict[str, tuple[Compound, ...]]:
    """Returns folded pair → its possible compounds, the most frequent first."""
    found: dict[str, list[Compound]] = {}
    for words, times, bits, percent in _lines():
        if " " in words:
            compound = Compound(words.replace(" ", "_"), times, bits, percent)
            found.setdefault(fold_diacritics(compound.words), []).append(compound)
    return {
        folded: tuple(sorted(compounds, key=lambda compound: (-compound.times, compound.words)))
        for folded, compounds in found.items()
    }


def compound_readings(folded: str) -> tuple[str, ...]:
    """Returns the probable compounds of a pair typed without diacritics, the most frequent first.

    >>> compound_readings("hien_mau"), compound_readings("ky_thi")
    (('hiến_máu',), ('kỳ_thi',))
    """
    return tuple(compound.words for compound in _compounds().get(folded, ()) if compound.percent >= POSSIBLE)


def is_compound(first: str, second: str) -> bool:
    """Returns whether two syllables, as written, form a compound."""
    return any(
        compound.words == f"{first}_{second}" for compound in _compounds().get(fold_diacritics(f"{first}_{second}"), ())
    )


def strong_readings(folded: str) -> tuple[str, ...]:
    """Returns the compounds of a pair typed without diacritics if it is almost certainly one of them, else ():
    an accidental match of these syllables is improbable."""
    known = _compounds().get(folded, ())
    likely = known and known[0].bits >= TOGETHER and sum(compound.percent for compound in known) >= LIKELY
    return tuple(compound.words for compound in known) if likely else ()


def _compound_of(first: tuple[str, str], second: tuple[str, str], has_diacritics: bool) -> Compound | None:
    """Returns the compound that two neighbours (as typed, folded) form, or None."""
    known = _compounds().get(f"{first[1]}_{second[1]}", ())
    if not has_diacritics:
        return known[0] if known else None
    typed = {
        f"{compound}_{other}" for compound in spelling_variants(first[0]) for other in spelling_variants(second[0])
    }
    return next((compound for compound in known if compound.words in typed), None)


def segment_compounds(
    words: Sequence[tuple[str, str]], positions: Sequence[int], has_diacritics: bool
) -> tuple[dict[int, Compound], ...]:
    """Returns up to ``MAX_SEGMENTATIONS`` segmentations, each as position of the first syllable → compound; the
    strongest first, several where neighbours compete. ``words``: (as typed, folded); ``positions``: content positions.

    >>> words = tuple((word, fold_diacritics(word)) for word in "dạy thêm giờ".split())
    >>> [[one.words for one in cut.values()] for cut in segment_compounds(words, range(3), True)]
    [['thêm_giờ'], ['dạy_thêm']]
    """
    content_positions = set(positions)
    found = {
        at: compound
        for at in positions
        if at + 1 in content_positions and (compound := _compound_of(words[at], words[at + 1], has_diacritics))
    }
    segmentations: list[dict[int, Compound]] = [{}]
    for at, compound in found.items():
        segmentations += [
            {**segmentation, at: compound} for segmentation in segmentations if at - 1 not in segmentation
        ]
    maximal = [
        segmentation
        for segmentation in segmentations
        if all({at - 1, at, at + 1} & segmentation.keys() for at in found)
    ]  # maximal segmentations
    bits = [
        sum(compound.bits**2 for compound in segmentation.values()) for segmentation in maximal
    ]  # one strong compound beats two weak ones
    best = max(bits)
    likely = sorted(zip(bits, range(len(maximal)), strict=True), key=lambda item: (-item[0], item[1]))
    return tuple(maximal[at] for strength, at in likely if strength >= COMPETES * best)[:MAX_SEGMENTATIONS]
