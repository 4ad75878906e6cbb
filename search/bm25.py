"""BM25 as Lucene computes it, on token counts. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from search.profile import Profile
from search.query import Query


@dataclass(frozen=True)
class Corpus:
    """Entries in the index and the average lengths of both streams."""

    entries: int
    syllables: float
    pairs: float


def idf(entries: int, having: int) -> float:
    return math.log(1 + (entries - having + 0.5) / (having + 0.5))


@dataclass(frozen=True)
class Scorer:
    """Scores one entry's token text (streams in one line, separated by spaces) against a query."""

    weights: Mapping[str, float]  # term → stream weight × idf
    exact: Mapping[str, float]
    corpus: Corpus
    profile: Profile

    @classmethod
    def of(cls, query: Query, frequency: Mapping[str, int], corpus: Corpus, profile: Profile) -> Scorer:
        def weighed(terms, weight):
            return {t: weight * idf(corpus.entries, frequency[t]) for t in terms if frequency.get(t)}

        weights = {**weighed(query.syllables, profile.syllables), **weighed(query.pairs, profile.pairs)}
        return cls(weights, weighed(query.exact, profile.exact), corpus, profile)

    def score(self, tokens: str, syllables: int, pairs: int) -> float:
        counts: dict[str, int] = {}
        exact = 0.0
        weights, exacts = self.weights, self.exact
        for token in tokens.split():
            if token in weights:
                counts[token] = counts.get(token, 0) + 1
            elif token in exacts:
                exact += exacts[token]
        k1, b = self.profile.k1, self.profile.b
        of_syllables = k1 * (1 - b + b * syllables / max(self.corpus.syllables, 1))
        of_pairs = k1 * (1 - b + b * pairs / max(self.corpus.pairs, 1))
        total = exact
        for token, count in counts.items():
            total += weights[token] * count / (count + (of_pairs if "_" in token else of_syllables))
        return total
