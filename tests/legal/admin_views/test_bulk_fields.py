import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.legal.admin_views import bulk
from cms.legal.models import LegalDocument, LegalField
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests import shared
from tests.factories import make_superuser
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


@shared.once
def documents():
    return [make_document() for _number in range(3)]


def address(documents, **query):
    query = query or {"id": [document.pk for document in documents]}
    return reverse("wagtail_bulk_action", args=["legal", "legaldocument", "change_fields"], query=query)


def fresh(document):
    return LegalDocument.objects.get(pk=document.pk)


def test_what_is_filled_in_is_written_and_the_rest_stays(librarian, documents):
    old, new = LegalField.objects.create(name="Cũ"), LegalField.objects.create(name="Mới")
    first, second, third = documents
    first.fields.set([old])
    first.save()
    page = librarian.get(address(documents[:2]))
    assert first.number_raw in page.content.decode()
    data = {"level": "local", "add_fields": [new.pk], "remove_fields": [old.pk], "audience": "Giáo viên"}
    assert librarian.post(address(documents[:2]), data).status_code == 302
    for document in map(fresh, (first, second)):
        assert (document.level, document.audience, document.nature) == ("local", "Giáo viên", "normative")
        assert (document.education, document.live, document.confidential) == (True, True, False)
        assert list(document.fields.all()) == [new]
        assert document.title
    assert fresh(third).level == "central"
    assert ModelLogEntry.objects.filter(action="wagtail.edit", object_id=first.pk).exists()


def test_all_is_what_the_list_shows(librarian, documents):
    decree = make_document("84/2020/NĐ-CP", type_name="Nghị định", issuers=["Chính phủ"])
    librarian.post(address([], id="all", doc_type=decree.doc_type_id), {"education": "yes"})
    assert fresh(decree).education
    librarian.post(address([], id="all", q="84/2020"), {"education": "no"})
    assert not fresh(decree).education
    assert fresh(documents[0]).education


def test_the_form_that_is_opened_next_shows_it(librarian, documents):
    document = documents[0]
    document.save_revision().publish()
    librarian.post(address(documents[:1]), {"level": "local"})
    assert fresh(document).get_latest_revision_as_object().level == "local"
    assert not fresh(document).has_unpublished_changes


def test_a_draft_that_was_begun_is_changed_and_stays_a_draft(librarian, documents):
    document = documents[0]
    document.title = "Tên đang sửa"
    document.save_revision()
    title = fresh(document).title
    librarian.post(address(documents[:1]), {"level": "local"})
    document = fresh(document)
    assert (document.level, document.title, document.has_unpublished_changes) == ("local", title, True)
    draft = document.get_latest_revision_as_object()
    assert (draft.level, draft.title) == ("local", "Tên đang sửa")


def test_what_was_never_public_stays_so(librarian):
    document = make_document(live=False)
    librarian.post(address([document]), {"level": "local"})
    assert (fresh(document).level, fresh(document).live) == ("local", False)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"level": "x"},
        {"audience": "x" * 61},
        {"audience": "Giáo viên", "clear_audience": "on"},
        {"add_fields": ["999999999"]},
    ],
)
def test_nothing_or_nonsense_changes_nothing(librarian, documents, data):
    response = librarian.post(address(documents), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ModelLogEntry.objects.filter(action="wagtail.edit").exists()


def test_one_field_both_added_and_taken_away_is_refused(librarian, documents):
    field = LegalField.objects.create(name="Cũ")
    response = librarian.post(address(documents), {"add_fields": [field.pk], "remove_fields": [field.pk]})
    assert "Cũ" in response.context["form"].errors["remove_fields"][0]


def test_what_somebody_else_has_locked_is_left_out(librarian, documents):
    document = documents[0]
    LegalDocument.objects.filter(pk=document.pk).update(locked=True, locked_by=make_superuser())
    assert document.number_raw in librarian.get(address(documents)).content.decode()
    librarian.post(address(documents), {"level": "local"})
    assert [fresh(one).level for one in documents] == ["central", "local", "local"]


def test_too_many_at_once_are_refused_with_words(librarian, documents, monkeypatch):
    monkeypatch.setattr(bulk, "MAX_DOCUMENTS", 2)
    response = librarian.post(address(documents), {"level": "local"})
    assert response.status_code == 200
    assert {fresh(one).level for one in documents} == {"central"}


@pytest.mark.parametrize("role", [*SCHOOL_ROLES, Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER])
def test_others_change_nothing(sign_in, documents, role):
    sign_in(role).post(address(documents), {"level": "local"})
    assert {fresh(one).level for one in documents} == {"central"}


def test_the_list_offers_it(librarian, documents):
    html = librarian.get(reverse("wagtailsnippets_legal_legaldocument:list")).content.decode()
    assert "/change_fields/" in html
