"""Weights of the ranking, from the reviewed file ``expert_profiles.json``. Pure.

``known_item`` are constants far above any text score (a text scores up to about 100): a document named by its
number or title comes first. ``near`` lifts the
reader's own school a little among all schools. ``strict_*``: queries of up to ``strict_always`` content syllables need
every one if that gives a hit; up to ``strict_up_to`` if it gives ``strict_enough``; otherwise all but one; rows of
words that are no question up to ``strict_words_up_to`` every one if that gives enough; longer
queries go by the score among entries with one of their rarest terms, ``candidates`` of them. ``rescored`` bounds
the databases' work; the best ``reranked`` hits of queries with at least ``rerank_from`` different syllables are put
into a finer order. ``synonyms``: weight of a term that only other words bring, against a typed one; ``typed``: a
constant far above what these can add, of entries with the two words that were typed, side by side; ``aside``: weight of
a term that stands only beside the sentence that asks. ``gathered`` hits are looked at together: what several schools
publish word for word becomes one result, and those of short queries are weighed by their source (``sources``: shares by
kind, and in the library by type, level and status, and a loss for every year of age;
``search.reranking.source_weights``); ``heading`` there is what it weighs that the words stand in the heading, one after
the other, at all, or as the whole of it; ``meant`` the part of it for what the words mean. Where no more
than ``few`` entries have three words and more, one of them must have them near each other, or nothing is found.
``sources_in_model`` is what a whole share weighs in the model's score.
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
