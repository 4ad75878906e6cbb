"""What Wagtail's addresses do, read in one place; and the questions that higher floors ask about it."""

import json

import pytest
from django.contrib.messages import WARNING, get_messages
from django.urls import resolve, reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from cms.home.models import NewsPage
from cms.legal.models import DocumentType, LegalDocument
from cms.tenancy.access import checks, routes
from cms.tenancy.access.denied import Denial
from cms.tenancy.access.routes import RequestedOperation
from cms.tenancy.access.system_checks import admin_patterns
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user
from tests.factories.pages import make_page

LEGAL = "wagtailsnippets_legal_legaldocument:"


def read(name, *args, ids=()):
    return routes.read_operation(resolve(reverse(name, args=args)), list(ids))


@pytest.mark.parametrize(
    ("name", "args", "attempt"),
    [
        ("wagtailadmin_pages:edit", [12], RequestedOperation("edit", Page, ("12",), form=True)),
        ("wagtailadmin_pages:add", ["home", "newspage", 3], RequestedOperation("add", Page, ("3",), form=True)),
        ("wagtailadmin_pages:revisions_revert", [12, 7], RequestedOperation("revert", Page, ("12",), form=True)),
        ("wagtailadmin_pages:move", [12], RequestedOperation("move", Page, ("12",), writes=False)),
        ("wagtailadmin_pages:move_confirm", [12, 3], RequestedOperation("move", Page, ("12",))),
        ("wagtailadmin_pages:workflow_action", [12, "approve", 4], RequestedOperation("approve", Page, ("12",))),
        ("wagtailadmin_pages:workflow_action", [12, "delete", 4], RequestedOperation("decide", Page, ("12",))),
        (
            "wagtailadmin_pages:collect_workflow_action_data", [12, "approve", 4],
            RequestedOperation("approve", Page, ("12",), False),
        ),
        ("wagtailadmin_api:pages:action", [12, "publish"], RequestedOperation("publish", Page, ("12",))),
        ("wagtail_localize:convert_to_alias", [12], RequestedOperation("convert_alias", Page, ("12",), False)),
        (LEGAL + "edit", [5], RequestedOperation("edit", LegalDocument, ("5",), form=True)),
        (LEGAL + "add", [], RequestedOperation("add", LegalDocument, (), form=True)),
        (LEGAL + "unpublish", [5], RequestedOperation("unpublish", LegalDocument, ("5",))),
        ("wagtailsnippets_legal_documenttype:delete", [5], RequestedOperation("delete", DocumentType, ("5",))),
        ("wagtailadmin_pages:history", [12], None),
        ("wagtailadmin_home", [], None),
        (LEGAL + "list", [], None),
        ("wagtailadmin_collections:edit", [2], None),
    ],
)  # fmt: skip
def test_what_an_address_does(name, args, attempt):
    assert read(name, *args) == attempt


def test_a_bulk_action_goes_by_the_numbers_in_the_query():
    assert read("wagtail_bulk_action", "wagtailcore", "page", "delete", ids=["3", "4"]) == RequestedOperation(
        "delete", Page, ("3", "4")
    )
    found = read("wagtail_bulk_action", "legal", "legaldocument", "delete", ids=["5"])
    assert (found.model, found.keys) == (LegalDocument, ("5",))
    assert read("wagtail_bulk_action", "core", "schoolimage", "delete", ids=["5"]) is None
    assert RequestedOperation("delete", Page, ("1", "all", "9" * 30, "-1", "")).numbers == [1]


def test_every_route_of_the_table_is_one_of_wagtails():
    """An upgrade that gives an address another name or argument would leave a question unasked."""
    known = {name: arguments for name, arguments, _pattern in admin_patterns()}
    for name, route in routes.PAGES.items():
        assert route.argument in known[f"wagtailadmin_pages:{name}"], name
    for name, route in routes.SNIPPETS.items():
        holders = [f"{model.snippet_viewset.url_namespace}:{name}" for model in get_snippet_models()]
        found = [known[holder] for holder in holders if holder in known]
        assert found, name
        assert name == "add" or all(route.argument in arguments for arguments in found), name


@pytest.fixture
def asked(monkeypatch):
    """Attempts that reached the questions; the last of them refuses a page called "no"."""
    found = []

    def question(request, attempt):
        found.append(attempt)
        title = Page.objects.filter(pk__in=attempt.numbers).values_list("title", flat=True).first()
        if attempt.verb == "edit" and title == "no":
            return Denial("Not this one.", 409, reverse("wagtailadmin_explore", args=[attempt.numbers[0]]), WARNING)
        return None

    monkeypatch.setattr(checks, "access_checks", [question])
    return found


@pytest.mark.django_db
def test_what_the_wall_refuses_is_not_asked_about(a, b, asked):
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    mine, theirs = make_page(NewsPage, a, title="no"), make_page(NewsPage, b, title="no")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[theirs.pk])).status_code == 404
    assert asked == []
    response = client.get(reverse("wagtailadmin_pages:edit", args=[mine.pk]))
    assert response.url == reverse("wagtailadmin_explore", args=[mine.pk])
    assert [(str(one), one.level) for one in get_messages(response.wsgi_request)] == [("Not this one.", WARNING)]
    assert [attempt.keys for attempt in asked] == [(str(mine.pk),)]


@pytest.mark.django_db
def test_scripts_are_refused_in_words_of_their_own(a, asked):
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    address = reverse("wagtailadmin_pages:edit", args=[make_page(NewsPage, a, title="no").pk])
    for response in (
        client.get(address, headers={"x-requested-with": "XMLHttpRequest"}),
        client.post(address, "{}", content_type="application/json"),
    ):
        assert (response.status_code, json.loads(response.content)) == (409, {"detail": "Not this one."})


@pytest.mark.django_db
def test_visitors_are_asked_nothing(client, a, asked):
    client.get(reverse("wagtailadmin_pages:edit", args=[make_page(NewsPage, a, title="no").pk]))
    assert asked == []
