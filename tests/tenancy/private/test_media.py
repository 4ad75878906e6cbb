"""Pictures and documents belong to the school of their collection."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.tenancy.private import media
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_school, make_user

pytestmark = pytest.mark.django_db

Document = get_document_model()


def make_document(collection, **fields):
    return Document.objects.create(title="Tệp", file=ContentFile(b"x", "tep.txt"), collection=collection, **fields)


def picture(name="anh.png"):
    import io

    data = io.BytesIO()
    Image.new("RGB", (40, 30), "#0F3B40").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


@pytest.mark.parametrize("name", ["anh.png", "anh.gif"])
def test_half_a_picture_is_refused(school, name):
    whole = picture(name).read()
    broken = b"GIF89a" if name.endswith("gif") else whole[: len(whole) // 2]
    client = client_of(make_user(Role.SCHOOL_EDITOR, school))
    fields = {"title": "Ảnh", "description": "Một ảnh", "pupil_consent": "no_pupils", "tags": ""}
    file = SimpleUploadedFile(name, broken, "image/png")
    response = client.post(reverse("wagtailimages:add"), {**fields, "file": file})
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    client.post(reverse("wagtailimages:add"), {**fields, "file": picture()})
    assert get_image_model().objects.get().school == school


def test_the_school_follows_the_collection(school):
    child = school.collection.add_child(instance=Collection(name="Ảnh hoạt động"))
    document = make_document(child)
    assert document.school == school
    document.collection = make_office().collection
    document.save()
    assert document.school is None
    assert make_document(Collection.get_first_root_node()).school is None
    liar = make_document(make_school("B").collection, school=school)
    assert liar.school == make_school("B")


def test_moving_a_collection_moves_its_media(school, django_capture_on_commit_callbacks, b):
    child = school.collection.add_child(instance=Collection(name="Ảnh hoạt động"))
    document = make_document(child)
    other = b
    client = client_of(make_user(Role.OFFICE_ADMIN))
    url = reverse("wagtailadmin_collections:edit", args=[child.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"name": "Ảnh hoạt động", "parent": other.collection.pk})
    document.refresh_from_db()
    assert document.school == other


def test_media_gone_astray_are_found_and_mended(school):
    document = make_document(school.collection)
    assert media.find_drift() == []
    Document.objects.update(school=None)
    assert len(media.find_drift()) == 1
    assert media.repair_drift() == 1
    document.refresh_from_db()
    assert document.school == school
    assert media.find_drift() == []


def upload_all(client, **more):
    """A picture, several pictures, a file; ``more`` goes into every form. Returns the status codes."""
    data = {"title": "Ảnh", "file": picture(), "pupil_consent": "no_pupils", **more}
    statuses = [client.post(reverse("wagtailimages:add"), data).status_code]
    several = client.post(reverse("wagtailimages:add_multiple"), {"files[]": picture("2.png"), **more})
    statuses.append(several.status_code)
    if several.status_code == 200:
        number = several.json()["uploaded_file_id"]
        data = {"title": "Ảnh 2", "pupil_consent": "no_pupils", **more}
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
        client.post(url, {f"uploaded-image-{number}-{name}": value for name, value in data.items()})
    file = {"title": "Tệp", "file": ContentFile(b"x", "t.txt"), **more}
    return [*statuses, client.post(reverse("wagtaildocs:add"), file).status_code]


@pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN])
def test_uploads_go_to_the_own_collection(school, role):
    client = client_of(make_user(role, school))
    assert upload_all(client) == [302, 200, 302]
    images = get_image_model().objects.all()
    assert images.count() == 2
    for item in [*images, Document.objects.get()]:
        assert item.collection == school.collection
        assert item.school == school


@pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN])
def test_uploads_into_a_collection_that_is_not_ones_own_are_refused(school, role, b):
    client = client_of(make_user(role, school))
    for collection in (b.collection.pk, make_office().collection.pk, 1, 999_999):
        assert upload_all(client, collection=collection) == [404, 404, 404]
    assert not get_image_model().objects.exists()
    assert not Document.objects.exists()


def test_an_editor_with_sub_collections_gets_the_own_one_first(school):
    school.collection.add_child(instance=Collection(name="Ảnh hoạt động"))
    form = client_of(make_user(Role.SCHOOL_EDITOR, school)).get(reverse("wagtailimages:add")).context["form"]
    choices = [collection.pk for collection in form.fields["collection"].queryset]
    assert choices[0] == school.collection.pk
    assert make_office().collection.pk not in choices
    assert form["collection"].value() == school.collection.pk


def test_the_chooser_shows_own_and_shared_things_only(school, b):
    make_document(school.collection)
    shared = make_document(make_office().collection)
    others = make_document(b.collection)
    client = client_of(make_user(Role.SCHOOL_EDITOR, school))
    results = client.get(reverse("wagtaildocs_chooser:choose_results")).context["results"]
    assert shared in results
    assert others not in results
    assert len(results) == 2
    assert client.get(reverse("wagtaildocs_chooser:chosen", args=[shared.pk])).status_code == 200
    assert client.get(reverse("wagtaildocs:edit", args=[shared.pk])).status_code == 404
    assert client.get(reverse("wagtaildocs:edit", args=[others.pk])).status_code == 404
    listed = client.get(reverse("wagtaildocs:index")).context["page_obj"].object_list
    assert [document.collection for document in listed] == [school.collection]


def test_the_list_of_collections_leads_nowhere_that_cannot_be_changed(school):
    """The school's own collection takes new ones below it; its name is its school's and has no form."""
    child = school.collection.add_child(name="Khai giảng")
    client = client_of(make_user(Role.SCHOOL_ADMIN, school), school.site.hostname)
    html = client.get(reverse("wagtailadmin_collections:index")).content.decode()
    for collection, listed in ((child, True), (school.collection, False)):
        address = reverse("wagtailadmin_collections:edit", args=[collection.pk])
        assert (f'href="{address}"' in html, client.get(address).status_code == 200) == (listed, listed)
    added = {"name": "Tổng kết", "parent": school.collection.pk}
    assert client.post(reverse("wagtailadmin_collections:add"), added).status_code == 302
    assert school.collection.get_children().filter(name="Tổng kết").exists()
