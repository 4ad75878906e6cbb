"""What is asked of each engine, word for word: a change of relevance is a readable diff in ``golden_bodies/``.

After a change that is meant: ``WRITE_GOLDEN=1 pytest tests/search/test_golden_bodies.py``, then read the diff.
"""

import datetime
import json
import os
from pathlib import Path

import pytest

from search.backends.postgresql import PostgresqlTables
from search.backends.query_compiler import counts_body, hits_body, index_body
from search.backends.sql_dialects import MatchCondition, Selection
from search.backends.sqlite import SqliteTables
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, choose_candidate_terms, make_plan
from search.query_planning.ranking_profile import load_profile

FOLDER = Path(__file__).parent / "golden_bodies"
DAY = datetime.date(2026, 9, 5)
#: name → question and what is asked with it
CASES = {
    "two_words": ("trẻ em", {}),
    "without_marks": ("tre em", {}),
    "number": ("nghị định 15/2020", {}),
    "clause": ("khoản 2 điều 5 luật trẻ em", {}),
    "phrase": ('"an toàn giao thông"', {}),
    "synonym": ("giáo viên dạy thêm", {}),
    "long_question": ("Trẻ em bị bạo lực ở trường thì nhà trường và gia đình phải làm gì?", {}),
    "story": ("Cho em hỏi, nhà em ở gần trường. Học phí bao nhiêu? Em cảm ơn!", {}),
    "school_with_filters": (
        "học phí",
        {"scope": "site", "site_id": 7, "near": 7, "filters": {"kind": ["news", "notice"], "status": ["in_force"]}},
    ),
    "newest_first_third_page": ("học phí", {"sort": "date", "page": 3}),
    "english_library": ("children", {"locale": "en", "scope": "library"}),
}


def plan_of(name: str):
    text, ask = CASES[name]
    return make_plan(parse_query(text), SearchRequest(day=DAY, **ask))


def _frequency(plan) -> dict[str, int]:
    """Made up: 10, 20, 30 … in order."""
    terms = dict.fromkeys((*plan.query.syllables, *plan.query.pairs, *plan.required, *plan.extra))
    return {term: 10 * (i + 1) for i, term in enumerate(terms)}


def statements(module, plan) -> dict:
    """The SQL for a plan whose every word is asked for."""
    query, frequency = plan.query, _frequency(plan)
    together = plan.levels[0].variants if plan.levels else ()
    match = MatchCondition(plan.required, (*(together or (query.content,)), *plan.expansions), range(12_000))
    near = frozenset((1,) if plan.request.near else ())
    pick = Selection(
        limit=200, newest=10_000, groups=(1,) if plan.request.filters else None, near=near, lift=plan.profile.near
    )
    return {
        name: {"sql": sql, "params": params}
        for name, (sql, params) in module.statements(match, pick, frequency, plan).items()
    }


def bodies(name: str) -> dict:
    plan = plan_of(name)
    level = plan.levels[0] if plan.levels else None
    one_of = () if level else choose_candidate_terms(plan, _frequency(plan))
    return {
        "question": CASES[name][0],
        "ask": CASES[name][1],
        "elasticsearch": hits_body(plan, level, DAY, k1_in_numerator=True, terms=one_of),
        "opensearch": hits_body(plan, level, DAY, terms=one_of),
        "counts": counts_body(plan, level, DAY, terms=one_of),
        "sqlite": statements(SqliteTables(), plan),
        "postgresql": statements(PostgresqlTables(), plan),
    }


def compare(name: str, made: dict) -> None:
    file = FOLDER / f"{name}.json"
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
        pytest.skip(f"{file.name} written")
    assert json.loads(text) == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_each_engine_is_asked_so(name):
    compare(name, bodies(name))


def test_the_index_is_made_so():
    compare("index", index_body(load_profile()))


def test_no_file_is_left_over():
    assert {file.stem for file in FOLDER.glob("*.json")} == {*CASES, "index"}
