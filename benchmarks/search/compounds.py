"""Learns which pairs of syllables are words (``search.query_planning.compounds``) from the codification.

``python -m benchmarks.search.compounds`` takes three minutes and writes ``search/data/compounds.txt``.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from benchmarks.search.codification import articles
from cms.core.text import fold_diacritics
from search.query_planning.analysis import syllables
from search.query_planning.compounds import FILE, GRAMMAR, TOGETHER

FEWEST = 3  # times that a pair stands there
FEWEST_ALONE = 20  # times of a syllable that is written down
FEWEST_PLAIN = 20  # times of a pair without any mark: names and abbreviations
LEAST, LEAST_BOUND = 2.0, 3.5  # pointwise mutual information, in bits
BOUND = 0.6  # share of a syllable's places where it belongs to the other neighbour


def count() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Times of every syllable and of every adjacent pair that stands there twice, within lines of the texts."""
    alone: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for _, text in articles():
        for line in text.split("\n"):
            forms = [exact for exact, _ in syllables(line)]
            alone.update(forms)
            beside.update(pairwise(forms))
    return alone, Counter({pair: times for pair, times in beside.items() if times > 1})


def learn(alone: Counter[str], beside: Counter[tuple[str, str]]) -> dict[str, tuple[int, float, int]]:
    """Words of two syllables → (times, bits, percent of all that looks like them without marks): they stand together
    far more often than by chance, and neither belongs to its other neighbour ("vay ngân" is a piece of "vay ngân
    hàng")."""
    total = sum(alone.values())

    def bits(first: str, second: str, times: int) -> float:
        return math.log2(times * total / (alone[first] * alone[second]))

    to_right: Counter[str] = Counter()
    to_left: Counter[str] = Counter()
    for (first, second), times in beside.items():
        if times >= FEWEST and bits(first, second, times) >= TOGETHER:
            to_right[first] += times
            to_left[second] += times
    looks: Counter[tuple[str, str]] = Counter()
    for (first, second), times in beside.items():
        looks[fold_diacritics(first), fold_diacritics(second)] += times
    found = {}
    for (first, second), times in beside.items():
        if times < (FEWEST_PLAIN if (first + second).isascii() else FEWEST):
            continue
        if not (first.isalpha() and second.isalpha()):
            continue
        strength = bits(first, second, times)
        bound = max(to_right[second] / alone[second], to_left[first] / alone[first]) >= BOUND
        grammar = first in GRAMMAR or second in GRAMMAR
        if strength >= (TOGETHER if grammar else LEAST_BOUND if bound else LEAST):
            percent = round(100 * times / looks[fold_diacritics(first), fold_diacritics(second)])
            found[f"{first} {second}"] = (times, strength, percent)
    return found


def main() -> None:
    alone, beside = count()
    found = learn(alone, beside)
    found |= {word: (times, 0.0, 0) for word, times in alone.items() if times >= FEWEST_ALONE and word.isalpha()}
    with FILE.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# Syllables and words of two in the codification, how often they stand there, and how much more\n")
        file.write("# often than by chance (bits), their part of what looks alike without marks (percent):\n")
        file.write("# python -m benchmarks.search.compounds\n")
        for words, (times, strength, percent) in sorted(found.items()):
            file.write(f"{words}\t{times}\t{strength:.1f}\t{percent}\n")
    print(len(found))


if __name__ == "__main__":
    main()
