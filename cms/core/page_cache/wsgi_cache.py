"""Serves cached responses in front of Django, without the cost of a request object and middlewares."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import Error, connection

from cms.core.page_cache.cache_key import parse_request
from cms.core.page_cache.cached_response import build_response
from cms.core.page_cache.middleware import DEPENDENCY_HEADER, find_cached_response

STATUS_LINES = {200: "200 OK", 304: "304 Not Modified"}
log = logging.getLogger(__name__)


def add_page_cache(application: Callable) -> Callable:
    """Returns a WSGI application that serves cached responses itself and passes all other requests on."""

    def front(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        kept = _find_response(environ)
        if kept is None:
            return application(environ, start_response)
        status, headers, body = kept
        start_response(STATUS_LINES[status], headers)
        return [body]

    return front


def _begin_request() -> None:
    """Closes an old or failed connection, as Django does between requests, but does not ping it: a dead connection
    fails at the first query, and the request is passed on."""
    old = connection.close_at is not None and time.monotonic() >= connection.close_at
    if old or connection.errors_occurred:
        _end_request()


def _end_request() -> None:
    if not connection.in_atomic_block:  # as Django: whoever began the transaction ends it
        connection.close()


def _find_response(environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes] | None:
    what = parse_request(environ) if settings.PAGE_CACHE else None
    if what is None:
        return None
    try:
        _begin_request()
        entry = find_cached_response(what)
    except Error:
        log.warning("The counters cannot be read.", exc_info=True)
        _end_request()
        return None  # Django reports the error
    environ[DEPENDENCY_HEADER] = True

    def header(name: str) -> str | None:
        return environ.get("HTTP_" + name.upper().replace("-", "_"))

    return None if entry is None else build_response(entry, header, what.head, time.time())
