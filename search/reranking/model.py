"""The weights of the figures, read from ``search/data/reranker.json`` (written by ``train_reranker``). Pure."""

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
    """A candidate's score is the weighed sum of its figures; only differences between candidates mean something."""

    weights: Mapping[str, float]

    def score(self, figures: Mapping[str, float]) -> float:
        return sum(weight * figures[name] for name, weight in self.weights.items())

    def parts(self, figures: Mapping[str, float]) -> dict[str, float]:
        """What each figure contributes."""
        return {name: weight * figures[name] for name, weight in self.weights.items()}


@cache
def load_model() -> RankingModel:
    """Figures that the file does not weigh count nothing; unknown names are an error."""
    weights = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    if unknown := weights.keys() - NAMES.keys():
        raise ValueError(f"{FILE.name}: no such figures: {', '.join(sorted(unknown))}")
    return RankingModel({name: weight for name, weight in weights.items() if weight})
