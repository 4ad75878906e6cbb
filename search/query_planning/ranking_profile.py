"""Ranking weights, read from the reviewed file ``profiles.json``. Pure.

``keys``: known-item boosts, far above any text score (up to about 100), so that a document named by number or title
comes first. ``near``: small boost of the reader's own school among all schools.

``strict_*``: queries of up to ``strict_always`` content syllables require every one if that gives a hit; up to
``strict_up_to`` if it gives ``strict_enough``; otherwise all but one. Keyword queries up to ``strict_words_up_to``
require every one if that gives enough. Longer queries rank by score the entries with one of their rarest terms, up to
``candidates`` of them. ``rescored`` limits the databases' work. The re-ranker orders the best ``reranked`` hits of
queries with at least ``rerank_from`` different syllables.

``synonyms``: weight of an expansion term relative to a typed one; ``typed``: boost, far above what expansions can add,
of entries with the two typed words side by side; ``aside``: weight of a term only in sentences beside the question.
``gathered`` hits are processed together: identical texts of several schools become one result, and hits of short
queries are weighted by source (``sources``: shares by kind, in the library also by type, level and status, minus a
share per year of age; ``search.reranking.source_weights``). Its ``heading``: weights for words in the heading
(consecutive, at all, or all of it); ``meant``: their fraction for synonyms. If at most ``few`` entries have three or
more words, one must have them near each other, or there is no result. ``sources_in_model``: weight of a share of 1 in
the model's score.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Profile:
    k1: float
    b: float
    syllables: float
    pairs: float
    exact: float
    synonyms: float
    typed: float
    aside: float
    keys: dict[str, Any]
    near: float
    strict_always: int
    strict_up_to: int
    strict_words_up_to: int
    strict_enough: int
    candidates: int
    rescored: int
    reranked: int
    rerank_from: int
    gathered: int
    few: int
    sources: dict[str, Any]
    sources_in_model: float


@cache
def load_profile() -> Profile:
    return Profile(**json.loads((Path(__file__).parent.parent / "profiles.json").read_text(encoding="utf-8")))
