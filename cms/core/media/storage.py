"""Media in an S3 bucket: sized pictures have public URLs, everything else has signed URLs.

While the bucket is unavailable, calls raise ``StorageUnavailable`` at once: pages are rendered without the picture,
uploads report it.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError, ResponseStreamingError
from botocore.exceptions import ConnectionError as NotConnected
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import storages
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

from cms.core.circuit_breaker import CircuitBreaker, ServiceUnavailable
from cms.core.media.file_names import ShortNames
from cms.core.media.storage_prefixes import PICTURE_CACHE, PUBLIC_PREFIX

#: One unanswered connection is enough; nobody waits for boto's four attempts of a minute each.
PATIENCE = Config(connect_timeout=1, read_timeout=10, retries={"total_max_attempts": 1})
UNAVAILABLE_ERRORS = (NotConnected, HTTPClientError, ResponseStreamingError, IncompleteReadError, Boto3Error)
PROBE_INTERVAL = 10.0  # seconds

_breaker = CircuitBreaker("The file store (S3_BUCKET)")
_probed_at = -PROBE_INTERVAL


class StorageUnavailable(ServiceUnavailable):
    """The file store does not answer."""


@contextmanager
def _calling_storage() -> Iterator[None]:
    if not _breaker.allows_request():
        raise StorageUnavailable("The file store is away.")
    try:
        yield
    except UNAVAILABLE_ERRORS as error:
        _breaker.failed(error)
        raise StorageUnavailable(str(error)) from error
    except ClientError as error:  # the server answered, with an error
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            raise StorageUnavailable(str(error)) from error
        raise
    _breaker.worked()


def is_unavailable() -> bool:
    """Whether the file store is unavailable; asks it at most once in ten seconds. Local files are always available."""
    global _probed_at
    media = storages["default"]
    if not isinstance(media, PublicImagesS3Storage):
        return False
    now = time.monotonic()
    if _breaker.away or now - _probed_at > PROBE_INTERVAL:
        _probed_at = now
        try:
            media.exists("health")
        except StorageUnavailable:
            return True
        except ClientError:  # it answers but denies access: an upload reports that itself
            return False
    return False


def failure_count() -> int:
    """Returns how often the file store did not answer this process; makes no call."""
    return _breaker.missed


def links_valid_until(now: datetime.datetime) -> datetime.datetime | None:
    """Returns until when pages with file URLs made ``now`` may be cached; ``None``: the URLs never expire."""
    signed_until = getattr(storages["default"], "signed_until", None)
    return signed_until(now) if signed_until else None


def validate_storage_available(file: File) -> None:
    """A form validator: raises ``ValidationError`` before anything is saved, so that the form keeps its other input."""
    if is_unavailable():
        raise ValidationError(_("Files cannot be stored at the moment. Nothing was saved; try again in a few minutes."))


def degradation_reason() -> str:
    """Returns the reason for ``cms.core.web.health``; "" when the file store answers."""
    return gettext_noop("The file store does not answer; pictures and files are missing.") if is_unavailable() else ""


class BucketFile(S3File):
    """A file whose reading and writing raise ``StorageUnavailable`` just as opening it does."""

    def _get_file(self) -> Any:
        if self._file is not None:
            return self._file
        with _calling_storage():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)

    def _flush_write_buffer(self) -> None:
        with _calling_storage():
            super()._flush_write_buffer()


class PublicImagesS3Storage(ShortNames, S3Storage):
    """``public_url`` is the base URL of the bucket's public part: a CDN, or the proxy's own ``/media``."""

    client_config: Config

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(PATIENCE)

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "public_url": ""}

    def url(  # type: ignore[override]
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        if self.public_url and name.startswith(PUBLIC_PREFIX):
            return f"{self.public_url.rstrip('/')}/{filepath_to_uri(name)}"
        return super().url(name, parameters, expire, http_method)  # type: ignore[call-arg]

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Adds the ``Cache-Control`` header of public pictures, for a CDN in front of the bucket."""
        told = super().get_object_parameters(name)
        return {**told, "CacheControl": PICTURE_CACHE} if name.startswith(PUBLIC_PREFIX) else told

    def signed_until(self, now: datetime.datetime) -> datetime.datetime | None:
        """Returns until when pages with picture URLs made ``now`` may be cached: half of the URLs' lifetime. ``None``:
        they never expire."""
        if self.public_url or not self.querystring_auth:
            return None
        return now + datetime.timedelta(seconds=self.querystring_expire / 2)

    def _open(self, name: str, mode: str = "rb") -> File:
        name = self._normalize_name(clean_name(name))
        with _calling_storage():
            try:
                return BucketFile(name, mode, self)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                    raise FileNotFoundError(f"File does not exist: {name}") from error
                raise

    def _save(self, name: str, content: File) -> str:
        with _calling_storage():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _calling_storage():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _calling_storage():
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _calling_storage():
            return super().listdir(name)

    def size(self, name: str) -> int:
        with _calling_storage():
            return super().size(name)
