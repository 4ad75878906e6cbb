"""BM25 as Lucene computes it, from token counts. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from search.backends.posting_encoding import count_tokens, token_number
from search.query_planning.query import Query
from search.query_planning.ranking_profile import Profile


@dataclass(frozen=True)
class CorpusStatistics:
    """Number of entries in the index and the average lengths of both streams."""

    entries: int
    syllables: float
    pairs: float


def inverse_document_frequency(entries: int, having: int) -> float:
    return math.log(1 + (entries - having + 0.5) / (having + 0.5))


SYLLABLES, PAIRS, EXACT = range(3)  # streams


@dataclass(frozen=True)
class Scorer:
    """Scores entries, given as their packed tokens (``search.backends.posting_encoding``), against a query."""

    weights: Mapping[int, tuple[float, int]]  # number of the term → stream weight × idf, its stream
    corpus: CorpusStatistics
    profile: Profile

    @cached_property
    def _wanted(self) -> frozenset[int]:
        return frozenset(self.weights)

    @classmethod
    def of(
        cls,
        query: Query,
        frequency: Mapping[str, int],
        corpus: CorpusStatistics,
        profile: Profile,
        extra: Sequence[str] = (),
    ) -> Scorer:
        """Returns the scorer of a query. ``extra``: expansion terms."""
        aside = query.side_terms

        def weighed(terms: Iterable, weight: Any, stream: Any = None) -> Any:
            return {
                token_number(term): (
                    weight
                    * (profile.aside if term in aside else 1)
                    * inverse_document_frequency(corpus.entries, frequency[term]),
                    (PAIRS if "_" in term else SYLLABLES) if stream is None else stream,
                )
                for term in terms
                if frequency.get(term)
            }

        weights = {
            **weighed(query.exact, profile.exact, EXACT),
            **weighed(extra, profile.synonyms),
            **weighed(query.syllables, profile.syllables),
            **weighed(query.pairs, profile.pairs),
        }
        return cls(weights, corpus, profile)

    def score(self, packed: bytes, syllables: int, pairs: int) -> float:
        """Returns the score of an entry. ``syllables`` and ``pairs``: lengths of both streams. Exact tokens count once,
        however often they occur."""
        k1, b, weights = self.profile.k1, self.profile.b, self.weights
        norms = (
            k1 * (1 - b + b * syllables / max(self.corpus.syllables, 1)),
            k1 * (1 - b + b * pairs / max(self.corpus.pairs, 1)),
            0.0,
        )
        total = 0.0
        for number, count in count_tokens(packed, self._wanted):
            weight, stream = weights[number]
            total += weight * count / (count + norms[stream])
        return total
