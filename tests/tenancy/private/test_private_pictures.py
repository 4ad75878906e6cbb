"""Sized pictures of a private collection: not among the public media, shown to its people and by its password alone."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.media.storage_prefixes import PRIVATE_PREFIX, PUBLIC_PREFIX
from cms.core.models import Rendition, SchoolImage
from cms.tenancy.private import media
from cms.tenancy.roles import Role
from tests.factories import make_office, make_superuser, make_user
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db

SPEC = "fill-20x20"


@pytest.fixture
def schools(a, b):
    make_office()
    return a, b


@pytest.fixture
def folder(schools):
    return schools[1].collection.add_child(instance=Collection(name="Hồ sơ"))


def close(collection, kind="login", **fields):
    return CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind, **fields)


def status(path, host, user=None):
    client = Client(headers={"host": host})
    if user:
        client.force_login(user)
    return client.get(path).status_code


def test_only_its_people_see_it(schools, folder):
    a, b = schools
    close(folder)
    rendition = make_image("x", collection=folder).get_rendition(SPEC)
    assert rendition.file.name.startswith(PRIVATE_PREFIX)
    assert rendition.url.startswith(f"/private-images/{rendition.pk}/")
    own, portal, foreign = b.site.hostname, "cong.localhost", a.site.hostname
    for user in (make_user(Role.SCHOOL_EDITOR, b), make_user(Role.OFFICE_OBSERVER), make_superuser()):
        assert status(rendition.url, own, user) == status(rendition.url, portal, user) == 200
    for user in (None, make_user(Role.SCHOOL_ADMIN, a), make_user(Role.OFFICE_LIBRARIAN)):
        for host in (own, portal, foreign):
            assert status(rendition.url, host, user) == 404
    for path in (f"/media/{rendition.file.name}", f"/private-images/{rendition.pk}/x.png", "/private-images/0/x.png"):
        assert status(path, own, make_user(Role.SCHOOL_ADMIN, b)) == 404


def test_its_password_opens_it(schools, folder):
    rule = close(folder, "password", password="hoa-sen")
    url = make_image("x", collection=folder).get_rendition(SPEC).url
    visitor = Client(headers={"host": schools[1].site.hostname})
    assert visitor.get(url).status_code == 404
    form = f"/documents/authenticate_with_password/{rule.pk}/"
    assert visitor.post(form, {"password": "hoa-sen", "return_url": "/"}).status_code == 302
    answer = visitor.get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/png"
    assert b"PNG" in b"".join(answer.streaming_content)


def test_a_public_picture_has_no_private_address(schools):
    rendition = make_image("x", collection=schools[1].collection).get_rendition(SPEC)
    assert rendition.file.name.startswith(PUBLIC_PREFIX)
    name = rendition.file.name.removeprefix(PUBLIC_PREFIX)
    assert status(f"/private-images/{rendition.pk}/{name}", schools[1].site.hostname, make_superuser()) == 404


def place(image):
    """Of the picture as the database has it: of its renditions so far, and of one that is asked for now."""
    before = [row.file.name.split("/")[0] for row in Rendition.objects.filter(image=image)]
    now = SchoolImage.objects.get(pk=image.pk).get_rendition(SPEC).file.name.split("/")[0]
    return before, now


def test_the_files_follow_the_privacy(schools, folder, django_capture_on_commit_callbacks):
    image = make_image("x", collection=folder)
    public = image.get_rendition(SPEC).file.name
    with django_capture_on_commit_callbacks(execute=True):
        rule = close(schools[1].collection)  # above the folder
    assert not default_storage.exists(public)
    assert place(image) == ([], "private_images")
    with django_capture_on_commit_callbacks(execute=True):
        rule.delete()
    assert place(image) == ([], "images")


def test_a_picture_that_moves_takes_its_files(schools, folder, django_capture_on_commit_callbacks):
    close(folder)
    image = make_image("x", collection=schools[1].collection)
    other = make_image("y", collection=schools[1].collection)
    assert place(image) == ([], "images")
    other.get_rendition(SPEC)
    image.collection = folder
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    assert place(image) == ([], "private_images")
    assert place(other) == (["images"], "images")


def test_a_collection_that_moves_takes_its_files(schools, folder, django_capture_on_commit_callbacks):
    close(folder)
    moved = Collection.objects.get(pk=schools[1].collection_id).add_child(instance=Collection(name="Chung"))
    image = make_image("x", collection=moved)
    image.get_rendition(SPEC)
    with django_capture_on_commit_callbacks(execute=True):
        moved = Collection.objects.get(pk=moved.pk)
        moved.save()  # as Wagtail's form does it: saved, then moved
        moved.move(Collection.objects.get(pk=folder.pk), "sorted-child")
    assert place(image) == ([], "private_images")


def test_drift_is_shown_and_mended(schools, folder):
    """A restriction that came past the signals."""
    image = make_image("x", collection=folder)
    image.get_rendition(SPEC)
    CollectionViewRestriction.objects.bulk_create(
        [CollectionViewRestriction(collection=folder, restriction_type="login")]
    )
    assert len(media.find_drift()) == 1
    media.repair_drift()
    assert media.find_drift() == []
    assert place(image) == ([], "private_images")


def test_many_private_collections(schools):
    """More roots than an OR can take, of two depths; each still covers only what lies below it."""
    folders = [schools[1].collection.add_child(instance=Collection(name=f"{n}")) for n in range(10)]
    for folder in folders:
        close(folder)
    deep = Collection.objects.get(pk=folders[0].pk).add_child(instance=Collection(name="sâu"))
    closed, opened = make_image("x", collection=deep), make_image("y", collection=schools[1].collection)
    assert place(closed)[1] == "private_images"
    assert place(opened)[1] == "images"
    assert not media.misplaced_renditions().exists()
