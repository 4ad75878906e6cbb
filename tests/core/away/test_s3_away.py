"""A real S3 server is killed in the middle: pages answer without the picture, uploads say so and lose nothing."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.core.media import sized_pictures
from cms.core.media import storage as store
from cms.core.media.storage import StorageUnavailable
from cms.home.models import NewsPage
from cms.legal.models import LegalMaterialPage
from cms.tenancy.roles import Role
from tests.factories import client_of, make_superuser, make_user
from tests.factories.pages import make_image, make_page
from tests.own_service import ACCOUNT, own_s3
from tests.tenancy.private.test_media import picture

pytestmark = [pytest.mark.s3, pytest.mark.django_db]


@pytest.fixture(scope="module")
def s3():
    service = own_s3()
    yield service
    service.remove()


@pytest.fixture
def ours(s3, settings):
    s3.kill()
    s3.start()
    options = {
        "bucket_name": ACCOUNT["bucket"],
        "access_key": ACCOUNT["user"],
        "secret_key": ACCOUNT["password"],
        "region_name": "us-east-1",
        "signature_version": "s3v4",
        "addressing_style": "path",
        "file_overwrite": False,
        "endpoint_url": f"http://127.0.0.1:{s3.port}",
        "public_url": "/media",
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "cms.core.media.storage.PublicImagesS3Storage", "OPTIONS": options},
    }
    forget()
    yield s3
    forget()


def forget():
    store._breaker.reset()
    store._probed_at = -store.PROBE_INTERVAL


def ready():
    return Client(headers={"host": "cong.localhost"}).get("/readyz").json()["degraded"]


def test_pages_answer_without_the_pictures_that_must_be_made(ours, school):
    image = make_image(collection=school.collection)
    page = make_page(NewsPage, school, image=image)
    host = Client(headers={"host": school.site.hostname})
    ours.kill()
    for _ in range(2):
        answer = host.get(page.get_url())
        assert answer.status_code == 200
        assert "<img" not in answer.content.decode().split("<main", 1)[1].split("</main")[0]
    assert host.get("/").status_code == 200
    assert client_of(make_superuser()).get(reverse("wagtailimages:index")).status_code == 200
    assert client_of(make_superuser()).get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200
    assert "storage" in ready()
    ours.start()
    store._breaker._again = 0.0
    assert "storage" not in ready()
    sized_pictures.make_base_rendition(image.pk)  # as the worker does, whom the page has asked
    assert "/media/images/" in host.get(page.get_url()).content.decode()
    ours.kill()  # what has been made needs no asking
    forget()
    assert "/media/images/" in host.get(page.get_url()).content.decode()


def test_an_upload_says_so_and_keeps_what_was_typed(ours, school):
    client = client_of(make_user(Role.SCHOOL_EDITOR, school))
    fields = {"title": "Sân trường sau mưa", "description": "Sân", "pupil_consent": "no_pupils", "tags": ""}
    ours.kill()
    for _ in range(2):
        answer = client.post(reverse("wagtailimages:add"), {**fields, "file": picture()})
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
        assert "Sân trường sau mưa" in answer.content.decode()
    paper = SimpleUploadedFile("a.txt", b"x", "text/plain")
    answer = client.post(reverse("wagtaildocs:add"), {"title": "Giấy", "file": paper, "tags": ""})
    assert answer.context["form"].errors["file"]
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()
    answer = client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": picture()}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.status_code == 200
    assert not answer.json()["success"]
    ours.start()
    store._breaker._again = 0.0
    client.post(reverse("wagtailimages:add"), {**fields, "file": picture()})
    assert get_image_model().objects.get().title == "Sân trường sau mưa"


def test_killed_between_the_question_and_the_saving_is_no_server_error(ours, school, monkeypatch):
    client = client_of(make_user(Role.SCHOOL_EDITOR, school))
    asked = store.is_unavailable

    def answers_and_dies():
        found = asked()
        ours.kill()
        return found

    monkeypatch.setattr(store, "is_unavailable", answers_and_dies)
    paper = SimpleUploadedFile("a.txt", b"x", "text/plain")
    answer = client.post(reverse("wagtaildocs:add"), {"title": "Giấy", "file": paper, "tags": ""})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert not get_document_model().objects.exists()


def test_a_file_that_cannot_be_fetched_is_a_503_with_a_word(ours, school):
    document = get_document_model().objects.create(
        title="Tệp", file=ContentFile(b"x", "tep.txt"), collection=school.collection
    )
    make_page(LegalMaterialPage, school, "Tập san", file=document)
    visitor = Client(headers={"host": school.site.hostname})
    assert b"".join(visitor.get(document.url).streaming_content) == b"x"
    ours.kill()
    answer = visitor.get(document.url)
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_a_lost_file_is_not_an_absent_store(ours):
    media = storages["default"]
    with pytest.raises(FileNotFoundError):
        media.open("documents/none.pdf")
    assert not store.is_unavailable()
    ours.kill()
    with pytest.raises(StorageUnavailable):
        media.open("documents/none.pdf")
    assert store.is_unavailable()


def test_killed_while_a_file_is_read(ours):
    media = storages["default"]
    name = media.save("documents/long.txt", ContentFile(b"x" * 1000))
    file = media.open(name)
    ours.kill()
    with pytest.raises(StorageUnavailable):
        file.read()
