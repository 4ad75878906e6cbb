"""Counts of tokens as bytes, and the groups of rows that a process remembers."""

import pytest
from django.db import connection, transaction

from cms.home.models import NewsPage
from search.backends import facet_groups
from search.backends.bm25 import CorpusStatistics, Scorer, inverse_document_frequency
from search.backends.database import dialect_tables, forget_statistics
from search.backends.posting_encoding import count_tokens, pack_tokens, token_number
from search.index import indexing
from search.models import IndexEntry
from search.query_planning.query import parse_query
from search.query_planning.ranking_profile import load_profile
from search.results_page.service import database, search
from tests.factories import make_school
from tests.factories.pages import make_page
from tests.search.conftest import info


def test_every_token_is_counted():
    tokens = ["tre", "em", "em", "tre_em", "trẻ", *["luat"] * 70_000]
    packed = pack_tokens(tokens)
    wanted = frozenset(map(token_number, ("em", "tre_em", "trẻ", "luat", "hoc")))
    counts = dict(count_tokens(packed, wanted))
    assert counts == {
        token_number("em"): 2,
        token_number("tre_em"): 1,
        token_number("trẻ"): 1,
        token_number("luat"): 65_535,  # more would not fit and not tell more
    }
    assert count_tokens(b"", wanted) == []


def test_the_score_is_bm25():
    weights, corpus = load_profile(), CorpusStatistics(100, 10.0, 9.0)
    query = parse_query("trẻ em")
    frequency = {"tre": 10, "em": 20, "tre_em": 5, "trẻ": 8}
    scorer = Scorer.of(query, frequency, corpus, weights)
    k1, b = weights.k1, weights.b
    syllables, pairs = k1 * (1 - b + b * 20 / 10), k1 * (1 - b + b * 18 / 9)
    expected = (
        inverse_document_frequency(100, 10) * 1 / (1 + syllables)
        + inverse_document_frequency(100, 20) * 2 / (2 + syllables)
        + inverse_document_frequency(100, 5) * 1 / (1 + pairs)
        + weights.exact * inverse_document_frequency(100, 8)
    )
    assert scorer.score(pack_tokens(["tre", "em", "em", "tre_em", "trẻ"]), 20, 18) == pytest.approx(expected)


def by_school(site_info):
    return search("chuồn chuồn", site_info, backend=database).facets["school"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_groups_are_remembered_and_stay_true():
    a, b = make_school("A"), make_school("B")
    forget_statistics()
    first = make_page(NewsPage, a, "Bắt chuồn chuồn")
    assert by_school(info(a)) == {a.code: 1}
    make_page(NewsPage, b, "Thả chuồn chuồn")  # written after the memory was made
    assert by_school(info(a)) == {a.code: 1, b.code: 1}
    first.title = "Bắt lại chuồn chuồn"
    first.save_revision().publish()  # a new row
    first.delete()
    assert by_school(info(a)) == {b.code: 1}
    rows = list(IndexEntry.objects.values_list("pk", flat=True))
    with connection.execute_wrapper(lambda *_: pytest.fail("asked again")):
        assert facet_groups.groups_of_rows(dialect_tables(), rows).counts.total() == len(rows)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_was_undone_is_not_remembered():
    a, b = make_school("A"), make_school("B")
    forget_statistics()
    with transaction.atomic():
        make_page(NewsPage, a, "Bắt chuồn chuồn")
        indexing.reconcile_database()
        assert by_school(info(a)) == {a.code: 1}
        transaction.set_rollback(True)
    make_page(NewsPage, b, "Thả chuồn chuồn")  # SQLite gives it the number of the row that was undone
    assert by_school(info(a)) == {b.code: 1}
