"""A hit names the clause that answers, and links to it."""

import pytest

from cms.legal.models import Provision
from search.index import indexing
from search.query_planning.query import parse_query
from search.results_page.clauses import best_clause
from search.results_page.service import search

ARTICLE = (
    "1. Nhà trường tổ chức bữa ăn bán trú.\n2. Cha mẹ được góp ý về:\na) Thực đơn hằng tuần;\nb) Giờ đón trẻ.\n"
    "3. Giáo viên trực đón trẻ tại cổng."
)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("thực đơn hằng tuần", "khoản 2"),  # stands in a point of the clause
        ("thuc don hang tuan", "khoản 2"),
        ("bữa ăn bán trú", "khoản 1"),
        ("giáo viên trực", "khoản 3"),
        ("đón trẻ", None),  # two clauses say so
        ("xe đạp điện", None),
        ("khoản 3 điều 5 thực đơn", "khoản 3"),  # asked for by number
        ("khoản 9 thực đơn hằng tuần", "khoản 2"),  # there is no such clause
    ],
)
def test_the_clause_that_stands_out(question, label):
    found = best_clause(ARTICLE, "dieu-5", parse_query(question))
    assert (found and found.label) == label
    assert found is None or found.anchor == "dieu-5-khoan-" + label[-1]


def test_an_article_of_one_clause_is_named_whole():
    assert best_clause("1. Thực đơn hằng tuần.", "dieu-5", parse_query("thực đơn hằng tuần")) is None
    assert best_clause("Thực đơn hằng tuần.", "dieu-5", parse_query("thực đơn hằng tuần")) is None
    assert best_clause("", "dieu-5", parse_query("thực đơn")) is None


@pytest.mark.django_db
def test_a_hit_names_and_links_its_clause(backend, content):
    document = content.documents["102/2016/QH13"]
    Provision.objects.filter(document=document, number="5").update(heading="Bữa ăn", text=ARTICLE)
    indexing.update_sources([f"document:{document.pk}"])
    if backend.name not in ("sqlite", "postgresql"):
        indexing.rebuild_engine(backend)
    hit = search("thực đơn hằng tuần", content.a_site, backend=backend).hits[0]
    assert hit.plain_title == "Điều 5, khoản 2. Bữa ăn"
    assert hit.url == "/van-ban/102-2016-qh13/#dieu-5-khoan-2"
    assert "<mark>Thực đơn hằng tuần</mark>" in hit.excerpt
    assert "bán trú" not in hit.excerpt
    named = search("khoản 3 điều 5 luật trẻ em", content.a_site, backend=backend).hits[0]
    assert named.url == "/van-ban/102-2016-qh13/#dieu-5-khoan-3"
