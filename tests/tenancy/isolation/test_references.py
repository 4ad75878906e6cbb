"""Numbers inside content: fields, blocks, rich text. Another school's are refused like those of nothing."""

import json

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.core.models import SchoolImage
from cms.home.models import NewsPage, SchoolSettings
from cms.legal.models import LegalMaterialPage, LegalNewsPage, QuestionPage
from cms.tenancy.access import posted_content, references
from cms.tenancy.access.references import ForeignReference
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_superuser, make_user
from tests.factories.pages import make_image, make_page
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db
Document = get_document_model()


def make_file(school, title="Tệp"):
    from django.core.files.base import ContentFile

    return Document.objects.create(title=title, file=ContentFile(b"x", "tep.txt"), collection=school.collection)


def things(school, marker="zqxbeta"):
    return {
        "page": make_page(LegalNewsPage, school, f"Trang {marker}"),
        "image": make_image(f"Ảnh {marker}", collection=school.collection),
        "document": make_file(school, f"Tệp {marker}"),
    }


def body(**numbers):
    """A body with one block of every kind that names something."""
    link = (
        f'<p><a linktype="page" id="{numbers["page"]}">x</a><a linktype="document" id="{numbers["document"]}">y</a></p>'
    )
    return [
        {"type": "text", "value": link},
        {
            "type": "image",
            "value": {"image": {"image": numbers["image"], "decorative": True, "alt_text": ""}, "caption": ""},
        },
        {"type": "file", "value": {"document": numbers["document"], "note": ""}},
        {"type": "links", "value": [{"text": "z", "page": numbers["page"], "url": "", "note": ""}]},
    ]


def numbers_of(found):
    return {kind: row.pk for kind, row in found.items()}


def test_what_wagtail_extracts(a):
    """Pins the private method that the check rests on."""
    own = numbers_of(things(a))
    page = NewsPage(title="Tin", image_id=own["image"], body=json.dumps(body(**own)))
    assert references.find_targets(page) == {
        (Page, own["page"]),
        (SchoolImage, own["image"]),
        (Document, own["document"]),
    }


def test_the_names_of_references_in_forms_come_from_the_models():
    fields, blocks = posted_content.reference_parameters()
    assert fields["image"].model == "core.schoolimage"
    assert fields["file"].model == "core.schooldocument"
    assert fields["crest"].model == "core.schoolimage"
    assert {name: ref.model for name, ref in blocks.items()} == {
        "image": "core.schoolimage", "document": "core.schooldocument", "page": "wagtailcore.page",
    }  # fmt: skip
    assert "document_links-document" not in fields  # of the library


@pytest.mark.parametrize("kind", ["page", "image", "document"])
def test_no_way_saves_another_schools_number(a, b, kind):
    own, theirs = numbers_of(things(a)), numbers_of(things(b))
    page = make_page(NewsPage, a)
    page.body = json.dumps(body(**{**own, kind: theirs[kind]}))
    with pytest.raises(ForeignReference):
        page.save()
    with pytest.raises(ForeignReference):
        page.save_revision()
    assert not Revision.objects.for_instance(page).exists()
    page.body = json.dumps(body(**own))
    page.save_revision().publish()


def test_the_offices_things_may_be_named(a):
    shared = numbers_of(things(make_office()))
    page = make_page(NewsPage, a)
    page.image_id = shared["image"]
    page.body = json.dumps(body(**shared))
    page.save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).image_id == shared["image"]


def test_fields_settings_and_redirects(a, b):
    theirs = things(b)
    with pytest.raises(ForeignReference):
        make_page(NewsPage, a, image=theirs["image"])
    with pytest.raises(ForeignReference):
        make_page(LegalMaterialPage, a, file=theirs["document"])
    with pytest.raises(ForeignReference):
        make_page(QuestionPage, a, answer=f'<p><a linktype="page" id="{theirs["page"].pk}">x</a></p>')
    with pytest.raises(ForeignReference):
        SchoolSettings.objects.create(site=a.site, crest=theirs["image"])
    with pytest.raises(ForeignReference):
        Redirect.objects.create(old_path="/cu", site=a.site, redirect_page=theirs["page"])


def test_a_page_of_another_tree_in_the_same_language_family(a, b):
    """A translated home page is the school's own."""
    from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
    from wagtail.models import Locale

    english = CopyPageForTranslationAction(a.home_page.specific, Locale.objects.get(language_code="en")).execute()
    link = f'<p><a linktype="page" id="{english.pk}">x</a></p>'
    make_page(QuestionPage, a, answer=link)
    with pytest.raises(ForeignReference):
        make_page(QuestionPage, b, answer=link)


# --- the page form -----------------------------------------------------------------------------------------


def form(page, image, document, target):
    text = f'<p><a linktype="page" id="{target}">x</a></p>'
    return nested_form_data(
        {
            "title": page.title, "slug": page.slug, "date": "2026-03-02", "summary": "", "author": "", "topic": "",
            "image": image, "comments": inline_formset([]),
            "body": streamfield(
                [
                    ("file", {"document": document, "note": ""}),
                    ("links",
                        {"count": 1,
                            "0": {"value": {"text": "z", "page": target, "url": "", "note": ""}, "order": "0",
                                "deleted": "", "id": "", "type": "item"}}),
                    ("text", rich_text(text, features=["link"])),
                ]
            ),
        }
    )  # fmt: skip


KINDS = ("image", "document", "page")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN])
def test_the_form_answers_as_for_a_thing_that_does_not_exist(a, b, kind, role):
    own, theirs = numbers_of(things(a, "wqvalfa")), numbers_of(things(b))
    page = make_page(NewsPage, a)
    client = client_of(make_user(role, a))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def answer(number):
        chosen = {**own, kind: number}
        response = client.post(url, form(page, chosen["image"], chosen["document"], chosen["page"]))
        html = client.get(url).content.decode() + response.content.decode()
        assert "zqxbeta" not in html
        assert not references.find_foreign(references.find_targets(page.get_latest_revision_as_object()), a.pk)
        errors = response.context["form"].errors.as_json() if response.status_code == 200 else ""
        return response.status_code, errors

    assert answer(theirs[kind]) == answer(MISSING)
    response = client.post(url, form(page, own["image"], own["document"], own["page"]))
    assert response.status_code == 302


def test_a_preview_shows_nothing_of_another_school(a, b):
    theirs = numbers_of(things(b))
    page = make_page(NewsPage, a)
    client = client_of(make_user(Role.SCHOOL_EDITOR, a))
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(url, form(page, theirs["image"], theirs["document"], theirs["page"]))
    assert "zqxbeta" not in client.get(url).content.decode()


def test_who_reaches_every_school_gets_a_clear_message_too(a, b):
    """The guard lets a superuser pass; the form still keeps the schools apart."""
    theirs = numbers_of(things(b))
    own = numbers_of(things(a))
    page = make_page(NewsPage, a)
    client = client_of(make_superuser())
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, theirs["image"], own["document"], own["page"])
    )
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_text_with_an_old_dead_link_can_still_be_saved(a):
    """Somebody deleted the linked page since."""
    target = make_page(NewsPage, a)
    page = make_page(QuestionPage, a, answer=f'<p><a linktype="page" id="{target.pk}">x</a></p>')
    before = references.find_targets(page)
    target.delete()
    assert references.find_reference_problems(page, page.get_parent(), before) == []
    assert references.find_reference_problems(page, page.get_parent(), set())
