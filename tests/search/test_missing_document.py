"""A number that the library does not hold: said, with where it is, instead of results about its digits."""

import pytest
from django.test import Client

from search.index import outbox
from search.models import UnansweredQuery
from search.results_page.missing_document import find_missing_document
from search.results_page.service import search
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("tt 22/2021/tt-bgddt", "22/2021/TT-BGDĐT"), ("TT22/2021", "Thông tư 22/2021"),
        ("luật 99/2033", "Luật 99/2033"),
        ("thông tư số 22/2021/TT-BGD&ĐT", "22/2021/TT-BGDĐT"), ("77/KH-UBND", "77/KH-UBND"),
        ("điều 5 nđ 999/2021", "Nghị định 999/2021"),
    ],
)  # fmt: skip
def test_a_number_that_is_not_held_is_said_in_its_printed_form(backend, content, typed, number):
    found = search(typed, content.a_site, backend=backend)
    assert found.absent.number == number
    assert (found.total, found.hits, found.answered) == (0, (), False)


@pytest.mark.parametrize(
    "typed",
    ["32/2020/TT-BGDĐT", "tt 32/2020", "nđ 56", "29/KH-UBND", "tháng 10/2033", "60 km/h", "năm học 2033-2034",
        "lớp 1/2", "10/10/2033", "luật trẻ em", "điều 5"],
)  # fmt: skip
def test_what_is_held_or_is_no_number_is_not_said_to_be_absent(content, typed):
    assert find_missing_document(typed) is None


def test_the_other_words_are_sought_without_the_number(backend, content):
    found = search("thông tư 22/2021/TT-BGDĐT quyền vui chơi", content.a_site, backend=backend)
    assert found.absent.instead == "quyền vui chơi"
    assert "Quyền vui chơi" in found.hits[0].plain_title


def test_places_that_mention_it_are_found(content):
    from cms.home.models import NewsPage
    from search.index import outbox
    from tests.factories.pages import make_page

    make_page(NewsPage, content.a, "Họp về Thông tư số 22/2021/TT-BGDĐT")
    make_page(NewsPage, content.a, "Ngày 22 tháng 3 năm 2021")
    outbox.replay_outbox()
    for typed in ("tt 22/2021/tt-bgddt", "thông tư 22/2021"):
        assert [hit.plain_title for hit in search(typed, None).hits] == ["Họp về Thông tư số 22/2021/TT-BGDĐT"]


def test_the_page_names_official_sources_and_the_office_hears_of_it(content):
    make_document("15/2021/TT-BGDĐT", title="Thông tư 2021 số 22 năm 2021")
    outbox.replay_outbox()
    response = Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": "tt 22/2021/tt-bgddt"})
    assert response.context["nearby"] == []  # parts of the number say nothing
    page = response.content.decode()
    assert "22/2021/TT-BGDĐT" in page
    assert 'href="https://vbpl.vn/"' in page
    assert list(UnansweredQuery.objects.values_list("query", "partly")) == [("tt 22/2021/tt-bgddt", False)]


@pytest.mark.parametrize("typed", ["19/2025/TT-BGDĐT", "thông tư 19/2025/tt-bgddt", "điều 3 thông tư 19/2025/TT-BGDĐT"])
def test_a_document_that_shares_number_and_year_is_not_taken_for_it(content, typed):
    """A number with its symbol is an identity: the circular of another ministry is not "this document"."""
    make_document("19/2025/TT-BVHTTDL", title="Thông tư mẫu về thư viện")
    outbox.replay_outbox()
    found = search(typed, content.a_site)
    assert found.absent.number == "19/2025/TT-BGDĐT"
    assert (found.total, found.answered) == (0, False)


@pytest.mark.parametrize("typed", ["19/2025", "tt 19/2025", "19/2025/tt", "19/2025/TT-BVHTTDL", "66.7/2025/NQ-CP"])
def test_a_number_without_its_symbol_finds_what_shares_number_and_year(content, typed):
    make_document("19/2025/TT-BVHTTDL", title="Thông tư mẫu về thư viện")
    make_document("66.7/2025/NQ-CP", type_name="Nghị quyết", title="Nghị quyết mẫu về thủ tục")
    outbox.replay_outbox()
    found = search(typed, content.a_site)
    wanted = "66.7/2025/NQ-CP" if typed.startswith("66") else "19/2025/TT-BVHTTDL"
    assert found.absent is None
    assert wanted in found.hits[0].plain_title or wanted in str(found.hits[0])
