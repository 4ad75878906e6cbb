"""One test for each published advisory of Wagtail 7.3 to 8.0, across two schools: A asks with B's number.

Every test begins with its positive control: the same request with A's own number works. "Nothing" means the answer of
a number that does not exist, no word of B in it, no row of B changed and none of A's that points at B.
"""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation, TranslationSource

from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests.factories import make_user
from tests.factories.pages import make_image
from tests.tenancy.isolation.walker import Walker, addresses
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db
DIRECTIONS = pytest.mark.parametrize(("mine", "theirs"), [("A", "B"), ("B", "A")])


def walker(world, mine, theirs, role="admin") -> Walker:
    client = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
    client.force_login(world[mine].people[role])
    return Walker(client, world[mine], world[theirs])


def nothing(walker, name, args, missing, data=None, methods=("GET", "POST")):
    """The address with B's numbers is the address with numbers of nothing."""
    for method in methods:
        for extra in ({}, {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}):
            walker.client.defaults.update(extra)
            status = walker.ask(method, reverse(name, args=args), data)
            assert status == walker.ask(method, reverse(name, args=missing), data) == 404, (method, name)
        walker.client.defaults.pop("HTTP_X_REQUESTED_WITH", None)
    assert not walker.findings


@DIRECTIONS
def test_preview(world, mine, theirs):
    """A draft could be previewed with a crafted form by whoever could reach the admin."""
    asks = walker(world, mine, theirs, "editor")
    own, other = asks.own.ids, asks.other.ids
    for kind, model in (("page", "newspage"), ("draft", "legalnewspage")):
        assert asks.ask("GET", reverse("wagtailadmin_pages:view_draft", args=[own[kind]])) == 200
        for name in ("view_draft", "preview_on_edit"):
            nothing(asks, f"wagtailadmin_pages:{name}", [other[kind]], [MISSING], {"title": "x"})
        app = "home" if kind == "page" else "legal"
        add = "wagtailadmin_pages:preview_on_add"
        nothing(asks, add, [app, model, other["home"]], [app, model, MISSING], {"title": "x", "slug": "x"})


@DIRECTIONS
def test_comparing_revisions(world, mine, theirs):
    asks = walker(world, mine, theirs, "editor")
    own, other = asks.own.ids, asks.other.ids
    name = "wagtailadmin_pages:revisions_compare"
    second = Page.objects.get(pk=own["page"]).specific.save_revision().pk
    assert asks.ask("GET", reverse(name, args=[own["page"], own["revision"], second])) == 200
    nothing(asks, name, [other["page"], other["revision"], "live"], [MISSING, MISSING, "live"], methods=("GET",))
    for first in ("live", "earliest", own["revision"]):
        nothing(asks, name, [own["page"], first, other["revision"]], [own["page"], first, MISSING], methods=("GET",))


@DIRECTIONS
def test_history(world, mine, theirs):
    asks = walker(world, mine, theirs, "editor")
    for name in ("history", "history_results", "workflow_history", "usage"):
        full = f"wagtailadmin_pages:{name}"
        assert asks.ask("GET", reverse(full, args=[asks.own.ids["page"]])) == 200
        nothing(asks, full, [asks.other.ids["page"]], [MISSING], methods=("GET",))


@DIRECTIONS
def test_deleting_form_submissions(world, mine, theirs):
    """The numbers of submissions were not tied to the form that may be managed. Forms are the office's here."""
    asks = walker(world, mine, theirs)
    office = Client(headers={"host": "cong.localhost"})
    office.force_login(make_user(Role.OFFICE_ADMIN))
    assert office.get(reverse("wagtailforms:index")).status_code == 200
    for name in ("wagtailforms:list_submissions", "wagtailforms:delete_submissions"):
        for page in (asks.own.ids["page"], asks.other.ids["page"]):
            nothing(asks, name, [page], [MISSING], {"selected-submissions": asks.other.ids["page"]})


@DIRECTIONS
def test_copying_pages(world, mine, theirs):
    """Pages could be copied out of places one cannot see, and into places one may not change."""
    asks = walker(world, mine, theirs)
    own, other = asks.own.ids, asks.other.ids
    page = Page.objects.get(pk=own["page"])
    form = {
        "new_title": "Bản sao",
        "new_slug": "ban-sao",
        "new_parent_page": page.get_parent().pk,
        "copy_subpages": "on",
    }
    copy = reverse("wagtailadmin_pages:copy", args=[own["page"]])
    assert asks.client.post(copy, form).status_code == 302
    assert Page.objects.filter(slug="ban-sao").count() == 1
    nothing(asks, "wagtailadmin_pages:copy", [other["page"]], [MISSING], form)
    before = Page.objects.count()
    for target in (other["home"], MISSING):
        assert asks.client.post(copy, {**form, "new_slug": "hai", "new_parent_page": target}).status_code == 404
        api = reverse("wagtailadmin_api:pages:action", args=[own["page"], "copy"])
        answer = asks.client.post(api, {"destination_page_id": target}, content_type="application/json")
        assert answer.status_code == 404
    nothing(asks, "wagtailadmin_api:pages:action", [other["page"], "copy"], [MISSING, "copy"], methods=("POST",))
    assert Page.objects.count() == before


@DIRECTIONS
@pytest.mark.parametrize("kind", ["document", "image"])
def test_documents_and_images_api(world, mine, theirs, kind):
    """Both APIs listed and showed everything, private collections too."""
    asks = walker(world, mine, theirs, "editor")
    listing, detail = (f"wagtailadmin_api:{kind}s:{name}" for name in ("listing", "detail"))
    answer = asks.client.get(reverse(listing), {"fields": "*"})
    assert asks.own.ids[kind] in [item["id"] for item in answer.json()["items"]]
    assert asks.ask("GET", reverse(detail, args=[asks.own.ids[kind]])) == 200
    for query in ({}, {"fields": "*"}, {"search": asks.other.word}, {"order": "-id"}, {"id": asks.other.ids[kind]}):
        asks.ask("GET", reverse(listing), query)
    assert not asks.findings
    nothing(asks, detail, [asks.other.ids[kind]], [MISSING], methods=("GET",))


@DIRECTIONS
def test_pages_admin_api(world, mine, theirs):
    """CVE-2026-55468: fields of restricted pages, drafts among them, were returned."""
    asks = walker(world, mine, theirs, "editor")
    own, other = asks.own.ids, asks.other.ids
    listing, detail = reverse("wagtailadmin_api:pages:listing"), "wagtailadmin_api:pages:detail"
    for kind, model in (("page", "home.NewsPage"), ("draft", "legal.LegalNewsPage")):
        items = asks.client.get(listing, {"type": model, "fields": "*"}).json()["items"]
        assert own[kind] in [item["id"] for item in items]
    for query in (
        {"fields": "*"}, {"child_of": own["home"], "fields": "*"}, {"search": asks.other.word}, {"slug": "tin-tuc"},
        {"type": "home.NewsPage", "fields": "*"}, {"for_explorer": 1}, {"locale": "en"},
        {"translation_of": own["page"]},
    ):  # fmt: skip
        asks.ask("GET", listing, query)
    for name in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        for target in (other["home"], other["page"]):
            assert asks.ask("GET", listing, {name: target}) == asks.ask("GET", listing, {name: MISSING})
    assert not asks.findings
    for kind in ("page", "draft", "private", "home"):
        assert asks.ask("GET", reverse(detail, args=[own[kind]])) == 200
        nothing(asks, detail, [other[kind]], [MISSING], methods=("GET",))


@DIRECTIONS
@pytest.mark.parametrize("kind", ["image", "document"])
def test_probing_by_the_hash_of_a_file(world, mine, theirs, kind):
    """An upload said "already there", with title and link, for files of collections one cannot see."""
    asks = walker(world, mine, theirs, "editor")
    model = get_image_model() if kind == "image" else get_document_model()
    plural = "images" if kind == "image" else "docs"

    chooser = f"wagtail{plural}_chooser:create"
    prefix = "image-chooser-upload" if kind == "image" else "document-chooser-upload"
    for side, name in ((asks.own, "own"), (asks.other, "other")):
        row = model.objects.get(pk=side.ids[kind])
        if kind == "image" and name == "other":  # not of the same colour as the own one
            row = make_image(f"{side.marker} khác", colour="#123456", collection=row.collection)
        row.file_hash = ""
        assert row.get_file_hash()
        row.save(update_fields=["file_hash"])
        with row.open_file() as source:
            content = source.read()
        answer = asks.client.post(
            reverse(chooser),
            {
                f"{prefix}-title": "Tệp của tôi", f"{prefix}-collection": asks.own.school.collection.pk,
                f"{prefix}-description": "x", f"{prefix}-pupil_consent": "no_pupils",
                f"{prefix}-file": SimpleUploadedFile(f"tep.{'png' if kind == 'image' else 'txt'}", content),
            },
        )  # fmt: skip
        text = answer.content.decode()
        assert answer.status_code == 200
        assert asks.other.marker not in text
        assert str(row.pk) not in text or name == "own"
        step = json.loads(text)["step"]
        if kind == "image" and name == "own":
            assert step == "duplicate_found"  # the control: one's own is found
        else:
            assert step == "chosen"


@DIRECTIONS
def test_copying_snippets(world, mine, theirs):
    """A snippet could be copied by whoever may add ones, though not see this one. Nothing is copied here, and snippets
    are the library's."""
    from cms.legal.models import LegalField

    field = LegalField.objects.create(name="Lĩnh vực thử", slug="linh-vuc-thu")
    asks = walker(world, mine, theirs)
    librarian = Client(headers={"host": "cong.localhost"})
    librarian.force_login(make_user(Role.OFFICE_LIBRARIAN))
    found = 0
    assert not [
        address.name
        for address in addresses()
        if address.name.startswith("wagtailsnippets") and address.name.endswith(":copy")
    ]
    for name in ("edit", "history", "usage", "delete"):
        full = f"wagtailsnippets_legal_legalfield:{name}"
        found += librarian.get(reverse(full, args=[field.pk])).status_code == 200
        nothing(asks, full, [field.pk], [MISSING])
    assert found == 4


@DIRECTIONS
def test_copying_for_translation(world, mine, theirs):
    """A page could be sent to translation by whoever may translate, whatever page it was."""
    asks = walker(world, mine, theirs, "approver")
    own, other = asks.own.ids, asks.other.ids
    submit = "wagtail_localize:submit_page_translation"
    assert asks.ask("GET", reverse(submit, args=[own["private"]])) == 200
    english = Translation.objects.get(pk=other["translation"]).target_locale_id
    before = (Translation.objects.count(), TranslationSource.objects.count(), Revision.objects.count())
    for kind in ("page", "draft", "private", "home"):
        nothing(asks, submit, [other[kind]], [MISSING], {"locales": english, "include_subtree": "on"})
    nothing(asks, "wagtail_localize:update_translations", [other["source"]], [MISSING], {"publish_translations": "on"})
    nothing(asks, "wagtail_localize:convert_to_alias", [other["english"]], [MISSING])
    assert before == (Translation.objects.count(), TranslationSource.objects.count(), Revision.objects.count())
    assert NewsPage.objects.filter(pk=other["page"]).exists()
