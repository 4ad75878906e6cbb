"""Which pairs of syllables are words: Vietnamese writes most of its words as two syllables, and what stands side by
side may belong to two of them ("thực hiện | mẫu" is no "hiến máu"). Learnt from the codification
(``benchmarks.search.compounds``). Pure.
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
COMPETES = 0.45  # of the strength of the best way to cut
POSSIBLE, LIKELY = 10, 80  # percent of what looks like it without marks
TOGETHER = 5.0  # bits from which a pair is a word whatever its syllables are
_PARTICLES = "của và đã với các những theo được để là thì mà bị do nếu khi hoặc này có không sẽ như đó bởi vì cả mỗi"
_PLACES = "từ về cho tại trong đến ra vào trên dưới ở qua"
#: Words of grammar: beside them nearly everything stands by chance.
GRAMMAR = frozenset(f"{_PARTICLES} {_PLACES} một hai ba bốn năm sáu bảy tám chín mười".split())


@dataclass(frozen=True)
class Compound:
    words: str  # as written, "hiến_máu"
    times: int
    bits: float
    percent: int  # of all that looks like it without marks


@cache
def _lines() -> tuple[tuple[str, int, float, int], ...]:
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple((words, int(times), float(bits), int(percent)) for words, times, bits, percent in rows)


@cache
def _syllable_counts() -> dict[str, int]:
    """Syllable, as written and folded → how often it stands in the codification."""
    found: dict[str, int] = {}
    for word, times, _, _ in _lines():
        if " " not in word:
            for form in {word, fold_diacritics(word)}:
                found[form] = found.get(form, 0) + times
    return found


def frequency_of(exact: str, folded: str, marked: bool) -> int:
    """How often the codification has the syllable: what is rare there tells most."""
    return _syllable_counts().get(exact if marked else folded, 0)


@cache
def _compounds() -> dict[str, tuple[Compound, ...]]:
    """Folded pair → the words that it may be, the likelier first."""
    found: dict[str, list[Compound]] = {}
    for words, times, bits, percent in _lines():
        if " " in words:
            one = Compound(words.replace(" ", "_"), times, bits, percent)
            found.setdefault(fold_diacritics(one.words), []).append(one)
    return {folded: tuple(sorted(ones, key=lambda one: (-one.times, one.words))) for folded, ones in found.items()}


def compound_readings(folded: str) -> tuple[str, ...]:
    """The words that a pair without marks may well be, the likelier first.

    >>> compound_readings("hien_mau"), compound_readings("ky_thi")
    (('hiến_máu',), ('kỳ_thi',))
    """
    return tuple(one.words for one in _compounds().get(folded, ()) if one.percent >= POSSIBLE)


def is_compound(first: str, second: str) -> bool:
    """Whether two syllables, as written, are a word."""
    return any(one.words == f"{first}_{second}" for one in _compounds().get(fold_diacritics(f"{first}_{second}"), ()))


def strong_readings(folded: str) -> tuple[str, ...]:
    """The words that a pair without marks is, where no other is likely: their syllables hardly stand together by
    chance."""
    known = _compounds().get(folded, ())
    likely = known and known[0].bits >= TOGETHER and sum(one.percent for one in known) >= LIKELY
    return tuple(one.words for one in known) if likely else ()


def _compound_of(first: tuple[str, str], second: tuple[str, str], marked: bool) -> Compound | None:
    """The word that two neighbours (as typed, folded) make."""
    known = _compounds().get(f"{first[1]}_{second[1]}", ())
    if not marked:
        return known[0] if known else None
    typed = {f"{one}_{other}" for one in spelling_variants(first[0]) for other in spelling_variants(second[0])}
    return next((one for one in known if one.words in typed), None)


def segment_compounds(
    words: Sequence[tuple[str, str]], told: Sequence[int], marked: bool
) -> tuple[dict[int, Compound], ...]:
    """How the words may be cut: place of the first syllable → the word of two, the strongest words, several ways
    where neighbours compete. ``synonyms``: (as typed, folded); ``told``: places of those that say something.

    >>> words = tuple((word, fold_diacritics(word)) for word in "dạy thêm giờ".split())
    >>> [[one.words for one in cut.values()] for cut in segment_compounds(words, range(3), True)]
    [['thêm_giờ'], ['dạy_thêm']]
    """
    places = set(told)
    found = {at: one for at in told if at + 1 in places and (one := _compound_of(words[at], words[at + 1], marked))}
    cuts: list[dict[int, Compound]] = [{}]
    for at, one in found.items():
        cuts += [{**cut, at: one} for cut in cuts if at - 1 not in cut]
    whole = [cut for cut in cuts if all({at - 1, at, at + 1} & cut.keys() for at in found)]  # nothing could be added
    bits = [sum(one.bits**2 for one in cut.values()) for cut in whole]  # one strong word is more than two weak
    best = max(bits)
    likely = sorted(zip(bits, range(len(whole)), strict=True), key=lambda item: (-item[0], item[1]))
    return tuple(whole[at] for strength, at in likely if strength >= COMPETES * best)[:MAX_SEGMENTATIONS]
