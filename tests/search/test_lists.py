"""Which rows have a term: the same before and after everything that is written, united or made anew, on either
database."""

import pytest

from cms.home.models import NewsPage
from search.backends.database import dialect_tables
from search.backends.sql_dialects import MatchCondition, Selection
from search.index import indexing
from search.models import IndexEntry
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan
from search.results_page.service import database, search
from tests.factories import make_school
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
TERMS = ("chuon", "chuon_chuon", "kim", "bat", "chuồn", "khongcotu")


def truth() -> dict[str, set[int]]:
    rows = [(pk, set(tokens.split())) for pk, tokens in IndexEntry.objects.values_list("pk", "tokens")]
    return {term: found for term in TERMS if (found := {pk for pk, tokens in rows if term in tokens})}


def kept() -> dict[str, set[int]]:
    return {term: set(rows) for term, rows in dialect_tables().rows_of(TERMS).items() if len(rows)}


@pytest.fixture
def pages(db):
    school = make_school("A")
    titles = ("Bắt chuồn chuồn", "Chuồn chuồn kim", "Kim chỉ", "Xe chỉ luồn kim")
    found = [make_page(NewsPage, school, title) for title in titles]
    indexing.reconcile_database()
    return found


def test_lists_follow_what_is_written(pages):
    assert kept() == truth()
    pages[0].delete()
    pages[1].title = "Bướm vàng"
    pages[1].save_revision().publish()
    indexing.reconcile_database()
    assert kept() == truth()
    assert "bat" not in kept()
    for mend in (dialect_tables().compact, dialect_tables().recount):
        mend()
        assert kept() == truth()
        assert dialect_tables().problems() == []


def test_all_rows_that_match(pages):
    of = truth()
    match = MatchCondition(variants=(("chuon", "kim"), ("bat",)))
    assert set(dialect_tables().matching(match)) == (of["chuon"] & of["kim"]) | of["bat"]
    assert set(dialect_tables().matching(MatchCondition(("chuon_chuon",), (("kim",), ("bat",))))) == of["chuon_chuon"]
    assert dialect_tables().matching(MatchCondition(variants=(("khongcotu", "kim"),))) == []


def test_the_best_by_rough_score(pages):
    plan = make_plan(parse_query("chuồn chuồn kim"), SearchRequest())
    frequency = dialect_tables().frequencies((*plan.query.syllables, *plan.query.pairs))
    rows = dialect_tables().matching(MatchCondition(variants=(("kim",), ("chuon",))))
    best = dialect_tables().best(
        MatchCondition(variants=(("kim",), ("chuon",)), rows=rows), Selection(1), frequency, plan
    )
    assert list(IndexEntry.objects.filter(pk__in=best).values_list("title", flat=True)) == ["Chuồn chuồn kim"]


def test_newest_first(pages):
    found = search("kim", None, sort="date", backend=database)
    days = [hit.date for hit in found.hits]
    assert len(days) == 3
    assert days == sorted(days, reverse=True)
