"""Quality and speed on question sets. The sets' shape: corpus.jsonl.gz, queries.jsonl, qrels.tsv. Pure."""

from __future__ import annotations

import gzip
import json
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    answers: frozenset[str]


def _lines(text: str) -> Iterator[dict]:
    return (json.loads(line) for line in text.split("\n") if line.strip())


def read_corpus(folder: Path) -> list[dict]:
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        return list(_lines(file.read()))


def read_questions(folder: Path) -> list[Question]:
    """Questions that have at least one answer."""
    answers = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line.strip():
            question, document, score = line.split("\t")
            if float(score) > 0:
                answers[question].add(document)
    rows = _lines((folder / "queries.jsonl").read_text(encoding="utf-8"))
    return [
        Question(row["_id"], row["text"], frozenset(answers[row["_id"]])) for row in rows if answers.get(row["_id"])
    ]


@dataclass(frozen=True)
class SearchScore:
    """R@1 and R@10: share of questions with a right answer among the first 1 and 10; MRR at 10; milliseconds."""

    questions: int
    r1: float
    r10: float
    mrr: float
    p50: float
    p95: float
    engine_p50: float
    engine_p95: float


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def score(ranks: Sequence[int | None], times: Sequence[float], engine_times: Sequence[float]) -> SearchScore:
    """``ranks``: 1-based rank of the first right answer, None when it is not among the first ten."""
    count = len(ranks)
    return SearchScore(
        count,
        sum(rank == 1 for rank in ranks) / count,
        sum(rank is not None for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
        statistics.median(times),
        percentile(times, 0.95),
        statistics.median(engine_times),
        percentile(engine_times, 0.95),
    )
