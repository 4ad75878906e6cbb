"""The feature weights, read from ``search/data/reranker.json`` (written by ``train_reranker``). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from search.query_planning.vocabulary import DATA
from search.reranking.features import NAMES

FILE = DATA / "reranker.json"


@dataclass(frozen=True)
class RankingModel:
    """A linear model: the score is the weighted sum of the features; only differences between candidates matter."""

    weights: Mapping[str, float]

    def score(self, figures: Mapping[str, float]) -> float:
        return sum(weight * figures[name] for name, weight in self.weights.items())

    def parts(self, figures: Mapping[str, float]) -> dict[str, float]:
        """Returns the contribution of each feature to the score."""
        return {name: weight * figures[name] for name, weight in self.weights.items()}


@cache
def load_model() -> RankingModel:
    """Returns the model. Features without a weight in the file count 0; unknown names raise an error."""
    weights = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    if unknown := weights.keys() - NAMES.keys():
        raise ValueError(f"{FILE.name}: no such figures: {', '.join(sorted(unknown))}")
    return RankingModel({name: weight for name, weight in weights.items() if weight})
