"""Results that editors put first: of their own site alone, public ones alone, whatever engine answers."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from search.models import SearchSettings, UnansweredQuery
from search.results_page import promoted as promoting
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db
DEAD = "elasticsearch+http://127.0.0.1:9"  # nobody listens there


def promote(site_id: int, **value) -> SearchSettings:
    found = SearchSettings.objects.get_or_create(site_id=site_id)[0]
    items = [
        *found.promoted.raw_data,
        {"type": "promotion", "value": {"page": None, "law": None, "note": "", **value}},
    ]
    found.promoted = json.dumps(items)
    found.save()
    return found


def shown(host: str, question: str, **data) -> list[tuple[str, str]]:
    response = Client(headers={"host": f"{host}.localhost"}).get("/tim/", {"q": question, **data})
    assert response.status_code == 200
    return [(one.title, one.url) for one in response.context["promoted"]]


@pytest.fixture
def chosen(content, django_capture_on_commit_callbacks):
    """School A puts a page and a law first."""
    page, law = content.pages["Má em đi họp"], content.documents["102/2016/QH13"]
    with django_capture_on_commit_callbacks(execute=True):
        promote(content.a.site_id, questions="Học phí\nđóng tiền ở đâu", page=page.pk, note="Mức thu năm nay")
        promote(content.a.site_id, questions="quyền của em", law=law.pk)
    return page


def test_shown_above_the_results_of_that_question_and_no_other(content, chosen):
    ((title, url),) = shown("th-mau-a", "HOC PHI?")
    assert title == "Má em đi họp"
    assert url.startswith("/")  # of this site
    assert content.pages["Má em đi họp"].get_url().endswith(url)
    assert shown("th-mau-a", "đóng tiền ở đâu")
    assert shown("th-mau-a", "quyen cua em") == [("Luật Trẻ em", "/van-ban/102-2016-qh13/")]
    assert not shown("th-mau-a", "học phí lớp một")
    assert not shown("th-mau-a", "học phí", kind="news")
    body = Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": "học phí"}).content.decode()
    assert "Mức thu năm nay" in body


def test_another_school_and_the_portal_show_none_of_it(content, chosen):
    make_office()
    assert not shown("th-mau-b", "học phí")
    assert not shown("cong", "học phí")


def test_what_is_no_longer_public_is_not_shown(content, chosen):
    chosen.unpublish()
    assert not shown("th-mau-a", "học phí")
    chosen.delete()
    assert not shown("th-mau-a", "học phí")


def test_shown_when_the_engine_is_down(content, chosen, settings):
    settings.SEARCH_URL = DEAD
    response = Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": "học phí"})
    assert response.context["results"].fallback
    assert [one.title for one in response.context["promoted"]] == ["Má em đi họp"]


def test_a_question_that_editors_answer_is_not_counted_as_unanswered(content, chosen):
    shown("th-mau-a", "học phí")
    assert not UnansweredQuery.objects.exists()


def test_a_question_without_promotions_costs_no_statement(content, chosen, django_assert_num_queries):
    shown("th-mau-a", "học phí")
    with django_assert_num_queries(0):
        assert promoting.find_promoted("lớp một", content.a_site) == []


def stream(page) -> dict:
    value = {"questions": "học phí", "page": str(page.pk), "law": "", "note": ""}
    return {
        "promoted-count": "1", "promoted-0-deleted": "", "promoted-0-order": "0", "promoted-0-type": "promotion",
        "promoted-0-id": "", **{f"promoted-0-value-{name}": text for name, text in value.items()},
    }  # fmt: skip


def test_a_school_edits_its_own_with_its_own_pages(content):
    client = Client(headers={"host": "th-mau-a.localhost"})
    client.force_login(make_user("admin", content.a))
    own, foreign = content.pages["Má em đi họp"], content.pages["B"]
    at = [
        reverse("wagtailsettings:edit", args=["search", "searchsettings", school.site_id])
        for school in (content.a, content.b)
    ]
    assert client.get(at[0]).status_code == 200
    assert client.post(at[0], stream(own)).status_code == 302
    assert [one.ref for one in promoting._promotions(content.a.site_id)] == [f"page:{own.pk}"]
    assert client.post(at[0], stream(foreign)).status_code == 200  # refused at the field
    assert [one.ref for one in promoting._promotions(content.a.site_id)] == [f"page:{own.pk}"]
    law = content.documents["102/2016/QH13"]
    posted = stream(own) | {"promoted-0-value-page": "", "promoted-0-value-law": str(law.pk)}
    assert client.post(at[0], posted).status_code == 302
    assert [one.ref for one in promoting._promotions(content.a.site_id)] == [f"document:{law.pk}"]
    assert client.get(at[1]).status_code == 404
    assert client.post(at[1], stream(own)).status_code == 404
    assert not promoting._promotions(content.b.site_id)


def test_neither_page_nor_document_is_refused_with_words(content):
    client = Client(headers={"host": "th-mau-a.localhost"})
    client.force_login(make_user("admin", content.a))
    at = reverse("wagtailsettings:edit", args=["search", "searchsettings", content.a.site_id])
    posted = stream(content.pages["Má em đi họp"]) | {"promoted-0-value-page": ""}
    assert client.post(at, posted).status_code == 200
    assert not promoting._promotions(content.a.site_id)
