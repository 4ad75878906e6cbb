"""What an attacker found: parameters nobody declared, bodies of other methods, other spellings, other charsets."""

import json

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride

from cms.home.models import NewsPage
from cms.legal.models import LegalDocumentFile, QuestionPage
from cms.tenancy.access import posted_content
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.tenancy.isolation.walker import Walker
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db


def walker(world, role="admin"):
    client = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
    client.force_login(world["A"].people[role])
    return Walker(client, world["A"], world["B"])


# --- a parameter that the form reads and nobody declared --------------------------------------------------------------


def test_the_parent_of_a_new_page_in_the_form(world):
    asks = walker(world)
    parent = Page.objects.get(pk=asks.own.ids["page"]).get_parent().pk
    url = reverse("wagtailadmin_pages:add", args=["home", "newspage", parent])
    assert asks.ask("GET", url) == 200
    said = []
    for number in (asks.other.ids["draft"], asks.other.ids["page"], MISSING):
        answer = asks.client.post(url, {"title": "", "parent_page": number})
        said.append((answer.status_code, answer.content.decode().count("parent_page")))
        assert asks.other.marker not in answer.content.decode()
    assert said[0] == said[1] == said[2]


# --- what stands in for a picture in a translation
# ---------------------------------------------------------------------


def override(asks, value, method="put", **more):
    args = [asks.own.ids["translation"], segment(asks).pk]
    url = reverse("wagtail_localize:edit_override", args=args)
    body = {"content_type": "application/x-www-form-urlencoded", **more}
    return getattr(asks.client, method)(url, f"value={value}", **body)


def segment(asks):
    found = OverridableSegment.objects.filter(source_id=asks.own.ids["source"]).select_related("context")
    return next(row for row in found if row.context.path == "image")


def preview(asks):
    return asks.client.get(reverse("wagtail_localize:preview_translation", args=[asks.own.ids["translation"]]))


def test_no_foreign_picture_stands_in_a_translation(world):
    asks = walker(world)
    said = []
    for number in (asks.other.ids["image"], MISSING, "0", "-1", "x", " 7", 2**70, ""):
        answer = override(asks, number)
        said.append((answer.status_code, answer.content))
        assert not SegmentOverride.objects.filter(context=segment(asks).context).exists(), number
        assert preview(asks).status_code == 200
    assert {status for status, _words in said} == {400}
    assert len(set(said)) == 1
    for body in ({"content_type": "application/json"}, {"content_type": "multipart/form-data; boundary=x"}):
        assert override(asks, asks.other.ids["image"], **body).status_code == 400
    assert override(asks, asks.own.ids["image"]).status_code == 201
    assert preview(asks).status_code == 200
    assert override(asks, "", "delete").status_code == 200


@pytest.mark.parametrize("number", ["missing", "theirs"])
def test_a_number_stored_before_breaks_no_preview(world, number):
    asks = walker(world)
    value = asks.other.ids["image"] if number == "theirs" else MISSING
    english = Page.objects.get(pk=asks.own.ids["english"]).locale
    SegmentOverride.objects.create(locale=english, context=segment(asks).context, data_json=json.dumps(str(value)))
    answer = preview(asks)
    assert answer.status_code < 500
    assert asks.other.marker not in answer.content.decode()
    edit = asks.client.get(reverse("wagtailadmin_pages:edit", args=[asks.own.ids["english"]]))
    assert edit.status_code < 500
    assert asks.other.marker not in edit.content.decode()


# --- rich text in every spelling its reader understands ---------------------------------------------------------------


def draft_js(kind, number):
    data = {"id": number, "url": "/x/"} if kind != "IMAGE" else {"id": number, "alt": "x", "format": "left", "src": "x"}
    block = {
        "key": "a", "text": "xy", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 2, "key": 0}], "data": {},
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": data}}})


SPELLINGS = {
    "as the editor": lambda text: text,
    "a space first": lambda text: " \n\t" + text,
    "escaped key": lambda text: text.replace('"entityMap"', '"entity\\u004dap"'),
    "escaped type": lambda text: text.replace('"LINK"', '"\\u004cINK"').replace('"DOCUMENT"', '"DOCUMEN\\u0054"'),
    "escaped id": lambda text: text.replace('"id"', '"\\u0069d"'),
    "number as words": lambda text: text.replace('"id": ', '"id": "').replace(', "url"', '", "url"'),
    "named twice": lambda text: text.replace('"entityMap"', '"entityMap": {}, "entityMap"'),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("kind", ["page", "draft", "document"])
def test_rich_text_in_another_spelling(world, spelling, kind):
    """Refused like a link to nothing, and the form drawn again shows neither address nor name."""
    asks = walker(world)
    parent = make_page(QuestionPage, asks.own.school).get_parent()
    url = reverse("wagtailadmin_pages:add", args=["legal", "questionpage", parent.pk])
    said = []
    for number in (asks.other.ids[kind], MISSING):
        text = SPELLINGS[spelling](draft_js("DOCUMENT" if kind == "document" else "LINK", number))
        answer = asks.client.post(url, {"title": "Hỏi", "slug": "hoi", "answer": text})
        body = answer.content.decode()
        assert asks.other.marker not in body
        assert str(asks.other.ids[kind]) not in body
        said.append(answer.status_code)
    assert said[0] == said[1] == 200


@pytest.mark.parametrize(
    "text", ["x", "{", "[]", "{}", '{"entityMap": 5}', "null", "[" * 5000, "\ufeff{}", '{"blocks": 7}']
)
def test_what_no_editor_sends_is_no_server_error(a, text):
    client = client_of(make_user(Role.SCHOOL_EDITOR, a))
    parent = make_page(QuestionPage, a).get_parent()
    url = reverse("wagtailadmin_pages:add", args=["legal", "questionpage", parent.pk])
    assert client.post(url, {"title": "Hỏi", "slug": "hoi", "answer": text}).status_code in (200, 400)


def test_json_bodies_are_cleaned_as_forms_are(world, rf):
    from cms.tenancy.access.subjects import subject_of

    user, theirs = world["A"].people["editor"], world["B"].ids["image"]
    for method, kind, body in (
        ("patch", "application/json", json.dumps({"image": theirs, "title": "x"})),
        ("put", "application/x-www-form-urlencoded", f"image={theirs}&title=x"),
    ):
        request = getattr(rf, method)("/", body, content_type=kind)
        request.user = user
        posted_content.blank_foreign_references(request, subject_of(user))
        assert str(theirs) not in request.body.decode()
        assert b"title" in request.body


# --- bodies that one reader decodes and the other does not ------------------------------------------------------------


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "utf-16le", "cp037", "latin-1", "x"])
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_another_charset_is_not_read(world, charset, kind):
    asks = walker(world)
    url = reverse("wagtailadmin_api:pages:action", args=[asks.own.ids["page"], "copy"])
    for number in (asks.other.ids["home"], MISSING):
        try:
            body = json.dumps({"destination_page_id": number}).encode(charset)
        except (LookupError, ValueError):
            body = b"{}"
        answer = asks.client.generic("POST", url, body, content_type=f"{kind}; charset={charset}")
        assert answer.status_code in (400, 415)


def test_another_kind_of_body_is_not_read(world):
    """The reader of the admin's API takes "application/*" for JSON."""
    asks = walker(world)
    url = reverse("wagtailadmin_api:pages:action", args=[asks.own.ids["page"], "copy"])
    said = set()
    for number in (asks.other.ids["home"], MISSING):
        for kind in ("application/*", "*/*", "text/json", "application/vnd.api+json", ""):
            answer = asks.client.post(url, json.dumps({"destination_page_id": number}), content_type=kind)
            said.add(answer.status_code)
    assert said == {415}
    body = json.dumps({"destination_page_id": asks.other.ids["home"]})
    assert asks.client.post(url, body, content_type="application/json; charset=UTF-8").status_code == 404


# --- files of open collections --------------------------------------------------------------------------------------


def make_file(owner, words=b"zqxbeta"):
    return get_document_model().objects.create(
        title="Tệp", file=ContentFile(words, "tep.txt"), collection=owner.collection
    )


def fetch(document, user=None, host="cong.localhost"):
    client = client_of(user, host) if user else Client(headers={"host": host})
    return client.get(document.url).status_code


def test_a_file_that_nothing_shows_is_its_schools(a, b):
    document = make_file(b)
    nothing = (None, make_user(), make_user(Role.SCHOOL_ADMIN, a), make_user(Role.OFFICE_LIBRARIAN))
    for host in ("cong.localhost", b.site.hostname, a.site.hostname):
        assert [fetch(document, user, host) for user in nothing] == [404] * len(nothing)
    for role in (Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN):
        assert fetch(document, make_user(role, b)) == 200
    assert fetch(document, make_user(Role.OFFICE_ADMIN)) == fetch(document, make_user(Role.OFFICE_OBSERVER)) == 200


def test_a_file_on_a_live_page_is_everybodys(a, b):
    document = make_file(b)
    link = f'<p><a linktype="document" id="{document.pk}">y</a></p>'
    page = make_page(QuestionPage, b, answer=link)
    assert fetch(document, host=b.site.hostname) == fetch(document, make_user(Role.SCHOOL_ADMIN, a)) == 200
    page.unpublish()
    assert fetch(document, host=b.site.hostname) == 404


def test_a_draft_publishes_no_file(b):
    document = make_file(b)
    page = make_page(NewsPage, b)
    page.body = json.dumps([{"type": "file", "value": {"document": document.pk, "note": ""}}])
    page.save_revision()
    assert fetch(document, host=b.site.hostname) == 404
    page.get_latest_revision().publish()
    assert fetch(document, host=b.site.hostname) == 200


def test_what_the_office_shares_may_be_looked_at_before_it_is_chosen(a):
    document = make_file(make_office())
    assert fetch(document, make_user(Role.SCHOOL_EDITOR, a)) == 200
    assert fetch(document) == fetch(document, make_user()) == 404


def test_files_of_the_library_are_everybodys(db):
    document, law = make_file(make_office()), make_document()
    assert fetch(document) == 404
    LegalDocumentFile.objects.create(document=law, file=document)
    assert fetch(document) == 200
