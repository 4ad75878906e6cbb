"""The media as a stranger meets them, on local files and in a bucket."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client


def stored(name: str) -> bytes:
    with default_storage.open(name, "rb") as file:
        return file.read()


def bucket() -> bool:
    return hasattr(default_storage, "bucket_name")


def public_status(name: str, host: str = "cong.localhost") -> int:
    """Status of the public address of a stored file: what nginx passes on to the bucket, or the app's own view."""
    if not bucket():
        return Client(headers={"host": host}).get(f"/media/{quote(name)}").status_code
    endpoint = default_storage.connection.meta.client.meta.endpoint_url
    try:
        with urlopen(f"{endpoint}/{default_storage.bucket_name}/{quote(name)}") as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def open_bucket() -> None:
    """The bucket with the policy that a new install gets; nothing to do for local files."""
    if bucket():
        call_command("prepare_bucket", json=True)
