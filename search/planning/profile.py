"""Weights of the ranking, from the reviewed file ``profiles.json``. Pure.

``keys`` are constants far above any text score (a text scores up to about 100): a document named by its
number or title comes first. ``near`` lifts the
reader's own school a little among all schools. ``strict_*``: queries of up to ``strict_always`` content syllables need
every one if that gives a hit; up to ``strict_up_to`` if it gives ``strict_enough``; otherwise all but one; rows of
words that are no question up to ``strict_words_up_to`` every one if that gives enough; longer
queries go by the score among entries with one of their rarest terms, ``candidates`` of them. ``rescored`` bounds
the databases' work; the best ``reranked`` hits of queries with at least ``rerank_from`` different syllables are put
into a finer order. ``synonyms``: weight of a term that only other words bring, against a typed one; ``typed``: a
constant far above what these can add, of entries with the two words that were typed, side by side; ``aside``: weight of
a term that stands only beside the sentence that asks.
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


@cache
def profile() -> Profile:
    return Profile(**json.loads((Path(__file__).parent.parent / "profiles.json").read_text(encoding="utf-8")))
