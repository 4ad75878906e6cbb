"""Short queries as teachers, parents and pupils type them, each judged by hand against the education library and the
demo's pages: what is right among the first hits, and what must find nothing.

``short_questions.csv``: ``right`` holds what counts as right, between "|": a document's number (the document or any
article of it), "number#article", or "page:" and a title; empty where the library holds nothing of the kind. Every
second row is held back: settings are chosen on the others.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search.benchmark import percentile
from search.index.contract import DOCUMENT, PROVISION
from search.results_page.results import Hit, Results

FILE = Path(__file__).with_name("short_questions.csv")
#: Judged by the texts before anything was asked and looked at last; each typed as it stands there, half without marks.
UNSEEN = Path(__file__).with_name("unseen_questions.csv")
FIRST = 3  # hits among which a right one counts as success


@dataclass(frozen=True)
class ShortQuestion:
    text: str
    right: frozenset[str]  # in lower case; none: nothing must be found

    def is_right(self, hit: Hit) -> bool:
        return not self.right.isdisjoint(names_of(hit))


@dataclass(frozen=True)
class ShortScore:
    """Shares of the questions that have an answer (``first``, ``among_three``) and of those that have none (``empty``);
    milliseconds of the query function."""

    answerable: int
    unanswerable: int
    first: float
    among_three: float
    empty: float
    p50: float
    p95: float


def read(path: Path = FILE) -> list[ShortQuestion]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            ShortQuestion(row["query"], frozenset(filter(None, row["right"].lower().split("|"))))
            for row in csv.DictReader(file)
        ]


def halves(questions: Sequence[ShortQuestion]) -> dict[str, Sequence[ShortQuestion]]:
    return {"tuned": questions[::2], "held back": questions[1::2]}


def names_of(hit: Hit) -> frozenset[str]:
    """What a judgement may call the hit."""
    if hit.kind == DOCUMENT:
        return frozenset((hit.number.lower(),))
    if hit.kind == PROVISION:
        article = hit.url.partition("#dieu-")[2].partition("-")[0]
        return frozenset((hit.number.lower(), f"{hit.number}#{article}".lower()))
    return frozenset((f"page:{hit.plain_title}".lower(),))


def rank_in(question: ShortQuestion, results: Results) -> int | None:
    """1-based place of the first right hit."""
    return next((place for place, hit in enumerate(results.hits, 1) if question.is_right(hit)), None)


def short_score(asked: Sequence[tuple[ShortQuestion, Results]], times: Sequence[float]) -> ShortScore:
    ranks = [rank_in(question, results) for question, results in asked if question.right]
    empty = [not results.total for question, results in asked if not question.right]
    return ShortScore(
        len(ranks),
        len(empty),
        sum(rank == 1 for rank in ranks) / len(ranks),
        sum(rank is not None and rank <= FIRST for rank in ranks) / len(ranks),
        sum(empty) / len(empty),
        percentile(times, 0.5),
        percentile(times, 0.95),
    )
