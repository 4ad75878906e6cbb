"""Suggestions while typing and better spellings, from public content only."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from cms.home.models import NewsPage
from search.index import outbox
from search.query_planning.spelling import correct_spelling, one_letter_edits, restore_diacritics
from search.results_page.suggest import find_suggestions
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(content):
    cache.clear()
    return Client(headers={"host": "th-mau-a.localhost"})


def offered(client, text: str) -> list[str]:
    return client.get("/tim/goi-y/", {"q": text}).json()["suggestions"]


@pytest.mark.parametrize("typed", ["luat tre", "Luật trẻ", "LUẬT TRẺ E"])
def test_titles_are_offered_with_or_without_marks(client, typed):
    assert offered(client, typed)[0] == "Luật Trẻ em"


@pytest.mark.parametrize("typed", ["giao thông", "giao thong", "giao thông t", "toàn giao thông", "toan giao thong tr"])
def test_titles_that_hold_the_words_together_are_offered(client, typed):
    beginning = ["Giao thông thông suốt, an lòng, toàn trường vui"] if typed.startswith("giao") else []
    assert offered(client, typed) == [*beginning, "An toàn giao thông trước cổng trường"]


def test_headings_of_articles_are_offered_without_their_number(client):
    assert offered(client, "vui chơi") == ["Quyền vui chơi"]


def test_words_that_stand_apart_are_not_offered(client):
    assert offered(client, "toàn thông") == []


def test_numbers_are_offered_with_their_titles(client):
    assert offered(client, "nghi dinh 15/2020")[0].startswith("15/2020/NĐ-CP")


@pytest.mark.parametrize("typed", ["15/", "15/2", "15/202", "nđ 15/20", "15/2020/n"])
def test_numbers_are_offered_before_they_are_typed_out(client, typed):
    found = offered(client, typed)
    assert found
    assert all(title.startswith("15/20") for title in found)
    assert any(title.startswith("15/2020/NĐ-CP") for title in found)


def test_nothing_hidden_is_offered(client, content):
    page = make_page(NewsPage, content.b, "Chuyện riêng của trường B")
    outbox.replay_outbox()
    assert find_suggestions("chuyen rieng") == ["Chuyện riêng của trường B"]
    NewsPage.objects.filter(pk=page.pk).update(live=False)  # the index has not heard of it
    assert find_suggestions("chuyen rieng") == []


@pytest.mark.parametrize("typed", ["", "x", " ", "\U0001f600", "%" * 50, "' OR 1=1 --", "a" * 5000])
def test_anything_may_be_typed(client, typed):
    assert client.get("/tim/goi-y/", {"q": typed}).status_code == 200


def test_too_many_questions_are_refused(client):
    with override_settings(LIMITS={**settings.LIMITS, "suggestions": 2}):
        assert [client.get("/tim/goi-y/", {"q": "luat"}).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("luat tre ẻm giao thnog", ""), ("an toan giap thong truowc cong", ""),
        ("an toan giao thogn", "an toàn giao thông"),
     ("gặp mặt phụ hunyh", "gặp mặt phụ huynh"), ("hoa giai chuyen thuy loj", "hòa giải chuyện thủy lợi")],
)  # fmt: skip
def test_a_wrong_letter_is_put_right_with_its_marks(client, typed, meant):
    response = client.get("/tim/", {"q": typed})
    if meant:
        assert response.context["meant"] == meant
        assert client.get("/tim/" + response.context["meant_url"]).context["results"].total > 0
    else:
        assert response.status_code == 200


def test_good_questions_are_left_alone(client):
    for typed in ("luật trẻ em", "15/2020/NĐ-CP", "an toàn giao thông"):
        assert client.get("/tim/", {"q": typed}).context["meant"] == ""


def test_corrections_go_by_the_neighbours():
    known = {"giao": 9, "thong": 9, "dong": 50, "giao_thong": 5}

    def frequencies(terms):
        return {term: known[term] for term in terms if term in known}

    assert correct_spelling(("giao", "thonk"), frequencies) == ("giao", "thong")
    assert correct_spelling(("giao", "thong"), frequencies) == ()
    assert correct_spelling(("zzzz", "thong"), frequencies) == ()
    assert "thong" in one_letter_edits("thogn")


def test_marks_come_from_what_stands_beside():
    assert restore_diacritics(("tre", "em", "hoc"), ["Trẻ em đi", "tre ngà", "em học"]) == "trẻ em học"


def test_a_lone_letter_is_no_misspelling():
    def frequencies(terms):
        return {term: 9 for term in terms if term in ("va", "hoc")}

    assert correct_spelling(("a",), frequencies) == ()
    assert correct_spelling(("hocj",), frequencies) == ("hoc",)
