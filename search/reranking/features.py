"""Re-ranking features: a few numbers per candidate, computed from words alone, so that they are equal for every engine.
Pure.

Most features measure how the heading of a candidate matches the query; bodies count only for queries that ask for a
definition. ``NAMES`` describes each feature.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.query_planning.analysis import bigrams, syllables
from search.query_planning.query import Query

#: Names of the features in order. Shares are between 0 and 1 and weighted by rarity (idf) unless stated otherwise.
NAMES = {
    "text": "text score as a share of the sum of all rarities",
    "text_to_best": "text score as a share of the best candidate's",
    "heading_pairs": "share of the question's pairs in the heading",
    "heading_asked": "share of the heading's pairs (unweighed) in the question",
    "heading_foreign": "logarithm of 1 + heading words outside the question",
    "heading_overlap": "words that heading and question (without the document's title) share, of all their words",
    "heading_beyond_title": "share of what the document's title leaves of the question that the heading has",
    "lead": "share of the question's first three pairs (unweighed) in the heading",
    "title_named": "1 when the question holds the whole title of the document",
    "title_asked": "share of the document's title words (unweighed) in the question",
    "document": "the document's part of all candidates' scores, each to the fourth power",
    "glossary": "1 when a meaning is asked and the heading is that of a glossary",
    "defined": "when a meaning is asked: share of the words that stand right before a “là” of the text",
}

_MEANING_WORDS = frozenset(("dinh", "nghia", "khai", "niem", "thuat", "ngu", "hieu"))
_GLOSSARY = re.compile(r"\bgiai thich (?:cac )?(?:tu ngu|thuat ngu)\b")
_BEFORE_IS = 13  # words before a "là" that may be the defined term


@dataclass(frozen=True)
class Candidate:
    """A candidate. ``score``: text score without known-item boost. ``words``: folded syllables of its text, empty
    unless the query asks for a definition."""

    ref: str
    score: float
    heading: str
    title: str = ""  # of its document
    document: str = ""  # reference of its document
    words: Sequence[str] = ()


@lru_cache(maxsize=20_000)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(folded for _, folded in syllables(text))


@dataclass(frozen=True)
class _Question:
    query: Query
    rarity: Mapping[str, float]  # of syllables and pairs
    text: str
    asks_definition: bool
    content: Mapping[str, float]
    content_pairs: tuple[str, ...]
    all_pairs: float  # sums of rarities
    all_words: float

    @classmethod
    def of(cls, query: Query, rarity: Mapping[str, float]) -> _Question:
        content = {term: rarity[term] for term in query.content}
        content_pairs = tuple(
            pair
            for pair in query.pairs
            if pair not in query.side_terms and not content.keys().isdisjoint(pair.split("_"))
        )
        sums = (sum(rarity[term] for term in terms) for terms in (query.pairs, query.syllables))
        return cls(query, rarity, " ".join(query.sequence), query.asks_definition, content, content_pairs, *sums)

    def sum(self, terms: Iterable) -> float:
        return sum(self.rarity[term] for term in terms)


def _defined(question: _Question, words: Sequence[str]) -> float:
    wanted = {word: weight for word, weight in question.content.items() if word not in _MEANING_WORDS}
    total = sum(wanted.values())
    best = 0.0
    for i, word in enumerate(words):
        if word != "la" or not i or words[i - 1] not in wanted:
            continue
        before: set[str] = set()
        for j in range(i - 1, max(i - 1 - _BEFORE_IS, -1), -1):
            if words[j] not in question.rarity:
                break
            before.add(words[j])
        best = max(best, sum(wanted[w] for w in before if w in wanted))
    return best / total if total else 0.0


def _compute_features(question: _Question, candidate: Candidate, best: float, support: float) -> dict[str, float]:
    query, rarity, content = question.query, question.rarity, question.content
    heading, title = _folded(candidate.heading), _folded(candidate.title)
    in_heading, in_title = set(heading), set(title)
    heading_pairs = set(bigrams(list(heading)))
    left = {word: weight for word, weight in content.items() if word not in in_title}
    focus = {w: v for w, v in (left or content).items() if not (question.asks_definition and w in _MEANING_WORDS)}
    usual = question.all_words / len(query.syllables)
    foreign = sum(word not in rarity for word in in_heading)
    leading = question.content_pairs[:3]
    glossary = question.asks_definition and bool(_GLOSSARY.search(" ".join(heading)))
    beyond = left or content
    return {
        "text": candidate.score / (question.all_words + question.all_pairs),
        "text_to_best": candidate.score / best,
        "heading_pairs": question.sum(p for p in query.pairs if p in heading_pairs) / (question.all_pairs or 1),
        "heading_asked": sum(p in rarity for p in heading_pairs) / (len(heading_pairs) or 1),
        "heading_foreign": math.log(1 + sum(word not in rarity for word in heading)),
        "heading_overlap": sum(v for w, v in focus.items() if w in in_heading)
        / (sum(focus.values()) + foreign * usual or 1),
        "heading_beyond_title": sum(v for w, v in beyond.items() if w in in_heading) / (sum(beyond.values()) or 1),
        "lead": sum(p in heading_pairs for p in leading) / (len(leading) or 1),
        "title_named": float(bool(title) and " ".join(title) in question.text),
        "title_asked": sum(word in rarity for word in in_title) / (len(in_title) or 1),
        "document": support,
        "glossary": float(glossary),
        "defined": _defined(question, candidate.words) if question.asks_definition else 0.0,
    }


def compute_features(
    query: Query, rarity: Mapping[str, float], candidates: Sequence[Candidate]
) -> list[dict[str, float]]:
    """Returns one dictionary (keys: ``NAMES``) per candidate. ``rarity``: idf of the query's syllables and pairs."""
    question = _Question.of(query, rarity)
    best = max((candidate.score for candidate in candidates), default=0.0) or 1.0
    support: dict[str, float] = {}
    for candidate in candidates:
        name = candidate.document or candidate.ref
        support[name] = support.get(name, 0.0) + (candidate.score / best) ** 4
    total = sum(support.values()) or 1.0
    return [_compute_features(question, c, best, support[c.document or c.ref] / total) for c in candidates]
