"""The re-ranker's figures on small cases, what it may not do, and that training learns."""

import pytest

from benchmarks.search.training import Case, fit, rank_of_answer
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan
from search.reranking.features import NAMES, Candidate, compute_features
from search.reranking.model import load_model
from search.results_page.service import search


def seen(question: str, *candidates: Candidate) -> list[dict[str, float]]:
    query = parse_query(question)
    return compute_features(query, dict.fromkeys((*query.syllables, *query.pairs), 1.0), candidates)


def test_every_figure_has_a_name_and_shares_stay_shares():
    found = seen(
        "Trẻ em là gì theo Luật Trẻ em?",
        Candidate("a", 9.0, "Trẻ em", "Luật Trẻ em", "document:1", ("tre", "em", "la", "nguoi")),
        Candidate("b", 3.0, ""),
    )
    for figure in found:
        assert figure.keys() == NAMES.keys()
        assert all(0 <= value <= 1 for name, value in figure.items() if name != "heading_foreign")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Trẻ em là gì?", True),
        ("khái niệm gia đình", True),
        ("Tài sản được hiểu như thế nào?", True),
        ("Trẻ em có quyền gì?", False),
        ("làm gì khi bị bắt nạt", False),
    ],
)
def test_questions_for_a_meaning_are_known(question, answer):
    assert parse_query(question).asks_definition is answer


def test_a_glossary_counts_only_when_a_meaning_is_asked():
    glossary = Candidate(
        "a", 5.0, "Giải thích từ ngữ", words=["trong", "luat", "nay", "tre", "em", "la", "nguoi", "duoi", "16", "tuoi"]
    )
    assert seen("Trẻ em là gì?", glossary)[0]["glossary"] == 1
    assert seen("Trẻ em là gì?", glossary)[0]["defined"] == 1
    asked = seen("Quyền của trẻ em", glossary)[0]
    assert (asked["glossary"], asked["defined"]) == (0, 0)


def test_a_title_in_the_question_is_not_asked_of_the_heading():
    law = "Luật Lực lượng dự bị động viên"
    question = "Trách nhiệm của Cơ quan ngang Bộ theo Luật Lực lượng dự bị động viên"
    right, wrong = seen(
        question,
        Candidate("a", 5.0, "Trách nhiệm của Bộ, cơ quan ngang Bộ", law, "document:1"),
        Candidate("b", 6.0, "Huy động lực lượng dự bị động viên", law, "document:1"),
    )
    assert right["title_named"] == wrong["title_named"] == 1
    assert right["heading_beyond_title"] > 0.9 > 0.1 > wrong["heading_beyond_title"]
    assert load_model().score(right) > load_model().score(wrong)


def test_training_finds_the_figure_that_tells():
    def case(right: int) -> Case:
        return Case(
            [{"tells": float(i == right), "noise": float(i % 2)} for i in range(5)], [i == right for i in range(5)]
        )

    cases = [case(i % 5) for i in range(40)]
    weights = fit(cases, ["tells", "noise"], penalty=1.0)
    assert weights["tells"] > 3 * abs(weights["noise"])
    assert [rank_of_answer(one, weights) for one in cases[:5]] == [1] * 5


@pytest.mark.parametrize(
    ("text", "sort", "count"),
    [("quyền vui chơi của trẻ em", "relevance", 100), ("trẻ em", "relevance", 0), ('"quyền vui chơi"', "relevance", 40),
     ("quyền vui chơi của trẻ em", "date", 0)],
)  # fmt: skip
def test_lone_words_and_dates_keep_the_engines_order(text, sort, count):
    assert make_plan(parse_query(text), SearchRequest(sort=sort)).reranked == count


def test_windows_of_the_engine():
    def window(page: int, size: int) -> tuple[int, int]:
        return make_plan(parse_query("quyền vui chơi của trẻ em"), SearchRequest(page=page, size=size)).window

    assert window(1, 10) == window(9, 10) == window(2, 30) == (0, 100)  # all that are looked at together
    assert window(1, 200) == (0, 200)


@pytest.mark.django_db
def test_pages_of_reranked_results_do_not_overlap_and_say_why(backend, content):
    question = "quy định chi tiết tiêu đề một số điều"
    pages = [search(question, None, page=page, size=15, backend=backend) for page in (1, 2, 3, 4)]
    refs = [hit.ref for page in pages for hit in page.hits]
    assert len(refs) == min(60, pages[0].total) == len(set(refs))
    first = pages[0].ranking[0]
    assert first.ref == refs[0]
    assert first.figures.keys() == NAMES.keys()
    scores = [one.score for one in (*pages[0].ranking, *pages[1].ranking)]
    assert scores == sorted(scores, reverse=True)
