"""HTTP to Elasticsearch and OpenSearch through their official clients; every failure is ``EngineUnavailable``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from search.backends.base import EngineUnavailable

# The clients log one line per request, which is noise.
for _name in ("elastic_transport", "opensearch", "opensearchpy.trace"):
    logging.getLogger(_name).setLevel(logging.ERROR)

#: Seconds; a ``timeout`` of 0 means the read timeout. A user waits for an answer or for the end of publishing; nobody
#: waits for a rebuild.
READ_TIMEOUT, PUBLISH_TIMEOUT, WRITE_TIMEOUT, MERGE_TIMEOUT = 2.0, 4.0, 30.0, 600.0
_JSON = {"accept": "application/json", "content-type": "application/json"}
_LINES = {"accept": "application/json", "content-type": "application/x-ndjson"}


@contextmanager
def read_timeout(seconds: float) -> Iterator[None]:
    """Sets the read timeout inside the block, to measure slow answers instead of cutting them off."""
    global READ_TIMEOUT
    previous, READ_TIMEOUT = READ_TIMEOUT, seconds
    try:
        yield
    finally:
        READ_TIMEOUT = previous


class NotFound(EngineUnavailable):
    """The index (or alias) does not exist."""


class ElasticsearchTransport:
    def __init__(self, url: str):
        from elasticsearch import Elasticsearch

        self._client = Elasticsearch(url, max_retries=0, retry_on_timeout=False, request_timeout=READ_TIMEOUT)

    def request(self, method: str, path: str, body: Any = None, params: dict | None = None, timeout: float = 0) -> Any:
        from elasticsearch import ApiError, NotFoundError, TransportError

        headers = _LINES if isinstance(body, str) else _JSON
        try:
            client = self._client.options(request_timeout=timeout or READ_TIMEOUT)
            return client.perform_request(method, path, params=params, headers=headers, body=body).body
        except NotFoundError as error:
            raise NotFound(str(error)) from error
        except (ApiError, TransportError) as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error


class OpenSearchTransport:
    def __init__(self, url: str):
        from opensearchpy import OpenSearch

        self._client = OpenSearch(url, max_retries=0, retry_on_timeout=False, timeout=READ_TIMEOUT)

    def request(self, method: str, path: str, body: Any = None, params: dict | None = None, timeout: float = 0) -> Any:
        from opensearchpy import NotFoundError, OpenSearchException

        headers = _LINES if isinstance(body, str) else _JSON
        try:
            return self._client.transport.perform_request(
                method,
                path,
                params={**(params or {}), "request_timeout": timeout or READ_TIMEOUT},
                body=body,
                headers=headers,
            )
        except NotFoundError as error:
            raise NotFound(str(error)) from error
        except OpenSearchException as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error


def build_transport(name: str, url: str) -> Any:
    return OpenSearchTransport(url) if name == "opensearch" else ElasticsearchTransport(url)
