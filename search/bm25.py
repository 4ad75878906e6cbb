"""BM25 as Lucene computes it, on token counts. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def _wanted(self) -> frozenset[str]:
        return frozenset((*self.weights, *self.exact))

    @classmethod
    def of(
        cls, query: Query, frequency: Mapping[str, int], corpus: Corpus, profile: Profile, extra: Sequence[str] = ()
    ) -> Scorer:
        """``extra``: terms of synonyms."""

        def weighed(terms, weight):
            return {t: weight * idf(corpus.entries, frequency[t]) for t in terms if frequency.get(t)}

        weights = {
            **weighed(extra, profile.synonyms),
            **weighed(query.syllables, profile.syllables),
            **weighed(query.pairs, profile.pairs),
        }
        return cls(weights, weighed(query.exact, profile.exact), corpus, profile)

    def score(self, tokens: str, syllables: int, pairs: int) -> float:
        counts = Counter(filter(self._wanted.__contains__, tokens.split()))
        weights, exacts = self.weights, self.exact
        total = sum(exacts[token] for token in exacts.keys() & counts.keys() - weights.keys())
        k1, b = self.profile.k1, self.profile.b
        of_syllables = k1 * (1 - b + b * syllables / max(self.corpus.syllables, 1))
        of_pairs = k1 * (1 - b + b * pairs / max(self.corpus.pairs, 1))
        for token in counts.keys() & weights.keys():
            count = counts[token]
            total += weights[token] * count / (count + (of_pairs if "_" in token else of_syllables))
        return total
