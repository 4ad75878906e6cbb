"""Forged hidden fields, numbers that are none and bodies that no form sends: told so, nothing changed, no error 500."""

import pytest
from django.urls import reverse

from cms.home.models import NewsPage
from cms.tenancy.access.bad_input import is_own_code
from tests.factories import client_of, make_user
from tests.factories.files import make_file
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(a):
    client = client_of(make_user("admin", a))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("number", ["9" * 20, "9" * 400])
def test_a_number_of_no_row_is_not_found(client, number):
    assert client.get(f"/admin/pages/{number}/edit/").status_code == 404
    assert client.post(f"/admin/pages/{number}/delete/", {"next": ""}).status_code == 404


@pytest.mark.parametrize("word", ["a;b", "x", "1e3"])
def test_a_word_where_a_row_is_named_is_not_found(client, word):
    for name in ("wagtaildocs_chooser", "wagtailimages_chooser", "wagtailsnippetchoosers_legal_legaldocument"):
        assert client.get(reverse(f"{name}:chosen", args=[word])).status_code == 404


def test_a_search_too_long_says_so(a):
    """SQLite compares with no pattern of that length."""
    office = client_of(make_user("office_admin"))
    for address in ("/admin/memberships/results/", "/admin/pages/search/", "/admin/images/"):
        answer = office.get(address, {"q": "x" * 70_000})
        assert answer.status_code == 414
        assert "quá dài" in answer.content.decode()
        assert office.get(address, {"q": "x" * 7_000}).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {},  # without a parent
        {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": "x"},
        {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": "9" * 20},
    ],
)
def test_a_copy_without_a_parent(client, a, fields):
    page = make_page(NewsPage, a, "Tin một")
    before = NewsPage.objects.count()
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields)
    assert answer.status_code < 500
    assert NewsPage.objects.count() == before


@pytest.mark.parametrize("place", ["170014", "x y", "?p=2", "wagtailadmin_home"])
def test_where_to_go_that_is_no_address(client, a, place):
    """Said before anything is saved: afterwards it is too late."""
    file = make_file(b"x", "txt", title="Cũ", collection=a.collection)
    url = reverse("wagtaildocs:edit", args=[file.pk])
    form = {"title": "Mới", "collection": a.collection.pk}
    for sent in (client.post(url, {**form, "next": place}), client.post(f"{url}?next={place}", form)):
        assert sent.status_code == 400
    file.refresh_from_db()
    assert file.title == "Cũ"
    sent = client.post(url, {**form, "next": "/admin/documents/?p=2"})
    assert (sent.status_code, sent["Location"]) == (302, "/admin/documents/?p=2")


@pytest.mark.parametrize("text", ['{"blocks": [{}]}', "[[", "null", '"x"', '{"blocks": 1}'])
def test_rich_text_that_is_none(client, a, text):
    page = make_page(NewsPage, a, "Tin một")
    fields = {
        "title": "Tin hai",
        "slug": "tin-hai",
        "body-count": "1",
        "body-0-type": "text",
        "body-0-value": text,
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
    }
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)
    assert answer.status_code < 500
    page.refresh_from_db()
    assert page.title == "Tin một"


def test_errors_of_our_own_code_stay_errors():
    def raised(namespace: str):
        try:
            exec("def act():\n    int('x')\nact()", {"__name__": namespace})  # noqa: S102
        except ValueError as error:
            return error.__traceback__.tb_next

    assert is_own_code(raised("cms.legal.pages.views"))
    assert not is_own_code(raised("wagtail.admin.views.pages.copy"))
