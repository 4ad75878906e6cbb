"""Learns the re-ranker's weights from one half of the questions of some sets and judges them on the other half."""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand
from tqdm import tqdm

from benchmarks.search.benchmark import Question, read_corpus, read_questions
from benchmarks.search.benchmark_library import DEFAULT_SETS, folder_of, load, own_database
from benchmarks.search.training import Case, fit, rank_of_answer
from cms.core.text import fold_diacritics
from search.backends.database import dialect_tables, forget_statistics
from search.index import indexing
from search.index.contract import LIBRARY, PROVISION
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan
from search.reranking.features import NAMES
from search.reranking.model import FILE
from search.reranking.reranker import build_candidates, candidate_rows
from search.results_page.service import database

FOLDS = 5
PENALTIES = (5.0, 20.0, 60.0)
Cases = dict[str, list[list[Case]]]  # set → question → case with marks, case without


def figures_of(cases: list[Case], weights: dict[str, float]) -> dict[str, float]:
    """R@1, R@10 and MRR at 10 of the model's order."""
    ranks = [rank_of_answer(case, weights) for case in cases]
    good = [rank for rank in ranks if rank and rank <= 10]
    count = max(len(cases), 1)
    return {
        "r1": round(sum(rank == 1 for rank in good) / count, 4),
        "r10": round(len(good) / count, 4),
        "mrr": round(sum(1 / rank for rank in good) / count, 4),
    }


def _flat(questions: list[list[Case]]) -> list[Case]:
    return [case for pair in questions for case in pair]


class Command(BaseCommand):
    help = (
        "Learn search/data/reranker.json from question sets: the penalty of large weights is chosen by "
        "cross-validation "
        "on one half of the questions, the other half judges. Nothing is written without --write."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sets", nargs="+", metavar="DIR", default=DEFAULT_SETS)
        parser.add_argument("--half", choices=["even", "odd"], default="even", help="the half that is learnt from")
        parser.add_argument("--write", action="store_true")

    def handle(self, *args, **options):
        with own_database("train_reranker"):
            cases = {folder_of(name).name: self._cases(folder_of(name)) for name in options["sets"]}
        first = options["half"] == "odd"
        learnt = {name: questions[first::2] for name, questions in cases.items()}
        held = {name: questions[not first :: 2] for name, questions in cases.items()}
        tried = {penalty: self._cross_validated(learnt, penalty) for penalty in PENALTIES}
        penalty = max(tried, key=lambda value: tried[value])
        weights = fit([c for questions in learnt.values() for c in _flat(questions)], list(NAMES), penalty)
        result = {
            "weights": {name: round(weight, 4) for name, weight in weights.items()},
            "learnt_from": {"sets": sorted(cases), "half": options["half"], "penalty": penalty},
            "cross_validated_mrr": {str(value): round(mrr, 4) for value, mrr in tried.items()},
            "held": {name: figures_of(_flat(questions), weights) for name, questions in held.items()},
        }
        text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
        self.stdout.write(text)
        if options["write"]:
            FILE.write_text(text, encoding="utf-8")

    def _cases(self, folder) -> list[list[Case]]:
        names = load(read_corpus(folder))
        indexing.clear_database()
        indexing.reconcile_database()
        dialect_tables().compact()
        forget_statistics()
        questions = tqdm(read_questions(folder), desc=folder.name, leave=False, mininterval=5)
        return [
            [_case(question, text, names) for text in (question.text, fold_diacritics(question.text))]
            for question in questions
        ]

    def _cross_validated(self, sets: Cases, penalty: float) -> float:
        """Mean over folds and sets of the MRR on questions that the weights were not learnt from."""
        found = []
        for fold_number in range(FOLDS):
            learnt, judged = [], {}
            for name, questions in sets.items():
                inside = [q for i, q in enumerate(questions) if i % FOLDS != fold_number]
                learnt += _flat(inside)
                judged[name] = _flat([q for i, q in enumerate(questions) if i % FOLDS == fold_number])
            weights = fit(learnt, list(NAMES), penalty)
            found += [figures_of(cases, weights)["mrr"] for cases in judged.values()]
        return sum(found) / len(found)


def _case(question: Question, text: str, names: dict[str, str]) -> Case:
    plan = make_plan(parse_query(text), SearchRequest(LIBRARY, filters={"kind": (PROVISION,)}))
    hits = database.search(plan).hits[: plan.reranked]
    found = build_candidates(hits, plan, candidate_rows([ref for ref, _ in hits], plan))
    return Case([one.figures for one in found], [names[one.ref] in question.answers for one in found])
