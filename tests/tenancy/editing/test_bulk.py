"""Bulk actions: what is listed and no more, for those who may, with an entry in the log for each thing."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page

from cms.core.models import SchoolImage
from cms.home.models import NewsPage
from cms.legal.models import LegalDocument
from cms.tenancy.models import JournalEntry, Membership
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db


def bulk(model, action, **query):
    names = [model._meta.app_label, model._meta.model_name, action]
    return reverse("wagtail_bulk_action", args=names, query=query)


def logged(model, action="wagtail.delete"):
    kind = ContentType.objects.get_for_model(model)
    return set(JournalEntry.objects.filter(action=action, content_type=kind).values_list("object_id", flat=True))


@pytest.fixture
def documents():
    make_office()
    return [make_document(type_name=name) for name in ("Thông tư", "Thông tư", "Nghị định")]


def test_a_librarian_deletes_chosen_documents(documents):
    client, (first, second, third) = client_of(make_user(Role.OFFICE_LIBRARIAN)), documents
    url = bulk(LegalDocument, "delete", id=[first.pk, third.pk])
    assert first.title in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert list(LegalDocument.objects.all()) == [second]
    assert logged(LegalDocument) == {str(first.pk), str(third.pk)}


def test_all_means_all_that_is_listed(documents):
    """The list was filtered by type; the rest of the library stays."""
    client, (first, second, third) = client_of(make_user(Role.OFFICE_LIBRARIAN)), documents
    filtered = {"id": "all", "doc_type": third.doc_type_id}
    shown = client.get(bulk(LegalDocument, "delete", **filtered)).content.decode()
    assert third.number_raw in shown
    assert first.number_raw not in shown
    assert client.post(bulk(LegalDocument, "delete", **filtered)).status_code == 302
    assert set(LegalDocument.objects.all()) == {first, second}
    words = {"id": "all", "q": first.number_raw}
    assert client.post(bulk(LegalDocument, "delete", **words)).status_code == 302
    assert set(LegalDocument.objects.all()) == {second}


@pytest.mark.parametrize("role", [*Role], ids=str)
def test_the_library_is_closed_to_the_others(documents, role, a):
    if role in (Role.OFFICE_LIBRARIAN, Role.OFFICE_ADMIN):
        return
    school = None if role.value.startswith("office") else a
    client = client_of(make_user(role, school))
    for query in ({"id": documents[0].pk}, {"id": "all"}):
        url = bulk(LegalDocument, "delete", **query)
        client.post(url)
        if school:
            assert client.get(url).status_code == client.post(url).status_code == 404
    assert LegalDocument.objects.count() == 3


def test_all_pictures_of_a_list_are_the_own_ones(client, a, b):
    folder = a.collection.add_child(instance=Collection(name="Lễ khai giảng"))
    mine, kept = make_image("cờ", collection=folder), make_image("hoa", collection=a.collection)
    other = make_image("cờ", collection=b.collection)
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    assert client.post(bulk(SchoolImage, "delete", id="all", collection_id=folder.pk)).status_code == 302
    assert set(SchoolImage.objects.all()) == {kept, other}
    assert logged(SchoolImage) == {str(mine.pk)}
    assert client.post(bulk(SchoolImage, "delete", id="all")).status_code == 302
    assert set(SchoolImage.objects.all()) == {other}
    assert client.get(bulk(SchoolImage, "delete", id=other.pk)).status_code == 404


def test_files_moved_to_another_school_take_its_name(a, b):
    user = make_user(Role.SCHOOL_APPROVER, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_APPROVER)
    image = make_image("cờ", collection=a.collection)
    file = get_document_model().objects.create(title="x", file=ContentFile(b"x", "x.txt"), collection=a.collection)
    for row in (image, file):
        answer = client_of(user).post(bulk(type(row), "add_to_collection", id=row.pk), {"collection": b.collection_id})
        assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.school_id, row.collection_id) == (b.pk, b.collection_id)
        assert logged(type(row), "wagtail.edit") == {str(row.pk)}


def test_all_pages_of_a_filtered_list(a):
    """Wagtail would take all children of the page, whatever the filter showed."""
    editor = make_user(Role.SCHOOL_EDITOR, a)
    mine, other = make_page(NewsPage, a, "Của tôi", owner=editor), make_page(NewsPage, a, "Của người khác")
    parent = mine.get_parent()
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    url = bulk(Page, "unpublish", id="all", childOf=parent.pk, owner=editor.pk)
    assert client.post(url).status_code == 302
    mine.refresh_from_db(), other.refresh_from_db()
    assert (mine.live, other.live) == (False, True)
    assert client.get(bulk(Page, "unpublish", id="all")).status_code == 404
