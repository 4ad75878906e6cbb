import datetime
import json
from io import StringIO
from pathlib import PurePosixPath
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cms.core.media.file_names import ShortNamesFileSystemStorage
from cms.core.media.storage import PublicImagesS3Storage


def storage(public_url=""):
    return PublicImagesS3Storage(
        bucket_name="media",
        access_key="a",
        secret_key="b",
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:1",
        signature_version="s3v4",
        addressing_style="path",
        public_url=public_url,
    )


def test_sized_pictures_have_the_public_address_and_the_rest_signed_links():
    media = storage("/media/")
    assert media.url("images/lớp 1.width-800.webp") == "/media/images/l%E1%BB%9Bp%201.width-800.webp"
    for name in ("original_images/a.jpg", "documents/a.pdf"):
        assert media.url(name).startswith(f"http://127.0.0.1:1/media/{name}?")
        assert "X-Amz-Signature" in media.url(name)


@pytest.mark.parametrize("name", ["ả" * 300 + ".pdf", "a" * 300, "ả" * 80 + ".docx", "🙂" * 100 + ".jpg"])
def test_names_fit_into_a_file_system(name):
    for kept in (storage().get_valid_name(name), ShortNamesFileSystemStorage().get_valid_name(name)):
        assert len(kept.encode()) <= 150
        assert kept.endswith(PurePosixPath(name).suffix)


def test_without_a_public_address_pictures_are_signed_too():
    assert "X-Amz-Signature" in storage().url("images/a.webp")


@pytest.mark.s3
def test_the_bucket_shows_pictures_and_hides_documents():
    out = StringIO()
    call_command("prepare_bucket", json=True, stdout=out)
    bucket = json.loads(out.getvalue())["bucket"]
    picture = default_storage.save("images/test.txt", ContentFile(b"picture"))
    document = default_storage.save("documents/test.txt", ContentFile(b"document"))
    try:
        address = default_storage.connection.meta.client.meta.endpoint_url
        with urlopen(f"{address}/{bucket}/{picture}") as answer:
            assert answer.read() == b"picture"
        with pytest.raises(HTTPError) as refusal:
            urlopen(f"{address}/{bucket}/{document}")
        assert refusal.value.code == 403
        with urlopen(default_storage.url(document)) as answer:
            assert answer.read() == b"document"
    finally:
        default_storage.delete(picture)
        default_storage.delete(document)


@pytest.mark.s3
def test_a_missing_bucket_is_made(settings):
    from django.core.files.storage import storages

    name = "phapluat-test-made"
    options = {**settings.STORAGES["default"]["OPTIONS"], "bucket_name": name}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    out = StringIO()
    call_command("prepare_bucket", json=True, stdout=out)
    client = storages["default"].connection.meta.client
    assert json.loads(out.getvalue()) == {"bucket": name, "created": True}
    client.delete_bucket_policy(Bucket=name)
    client.delete_bucket(Bucket=name)


def test_without_a_bucket_there_is_nothing_to_prepare(settings):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": local}
    with pytest.raises(CommandError):
        call_command("prepare_bucket")


def test_what_shows_signed_links_is_kept_for_half_of_their_time():
    now = datetime.datetime(2026, 5, 4, 3, 2, tzinfo=datetime.UTC)
    assert storage().signed_until(now) == now + datetime.timedelta(minutes=30)
    assert storage("/media/").signed_until(now) is None
