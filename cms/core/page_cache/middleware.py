"""Serves responses from the page cache and stores cacheable ones. Outermost: cached responses have all headers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control

from cms.core import versions
from cms.core.page_cache import dependencies, store
from cms.core.page_cache.cache_key import CacheableRequest, parse_request
from cms.core.page_cache.cached_response import CachedResponse, build_response
from cms.core.page_cache.policy import declared_policy
from cms.core.page_cache.single_flight import acquire_turn

KINDS = ("text/html", "text/plain", "application/atom+xml", "application/xml", "application/akn+xml")
#: ``Vary`` headers that do not split the cache: the URL sets the language, ``build_response`` the encoding.
HARMLESS = {"accept-language", "accept-encoding"}
#: Key in the environ: the versions were refreshed for this request, and the cache had no current page for them.
DEPENDENCY_HEADER = "page_cache.looked"


def find_cached_response(what: CacheableRequest) -> CachedResponse | None:
    """Returns the cached response if it is current, else ``None``; searches the process, then Redis."""
    versions.refresh_versions(settings.COUNTERS_MAX_AGE / 1000)
    known, now, parameters = versions.known_versions(), time.time(), bool(what.parameters)
    for place in (store.get_local, store.get_shared):
        entry = place(what.key, parameters)
        if entry is not None and entry.is_current(known, now):
            return entry
    return None


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        what = parse_request(request.META) if settings.PAGE_CACHE else None
        if what is None or versions.is_bumped_in_transaction():
            return _mark_private(self.get_response(request))
        if not request.META.get(DEPENDENCY_HEADER) and (entry := find_cached_response(what)):
            return _to_django_response(entry, request, what.head)
        request.META[DEPENDENCY_HEADER] = True
        before = store.get_local(what.key, bool(what.parameters))
        if before is None:
            return self._made(request, what, None)
        with acquire_turn(what.key) as first:
            if not first and (entry := find_cached_response(what)):
                return _to_django_response(entry, request, what.head)
            return self._made(request, what, before)

    def _made(self, request: HttpRequest, what: CacheableRequest, before: CachedResponse | None) -> HttpResponse:
        known, begun, marks = versions.known_versions(), timezone.now(), dependencies.snapshot_degradation()
        response = self.get_response(request)
        names = _response_dependencies(request, response, what)
        if names is None or versions.is_bumped_in_transaction() or dependencies.snapshot_degradation() != marks:
            return _mark_private(response)
        rests = (names, versions.known_values(known, *names), dependencies.compute_expiry(begun))
        entry = CachedResponse.of(rests, list(response.items()), response.content, before)
        store.store_response(what.key, bool(what.parameters), entry)
        return _to_django_response(entry, request, what.head)


def _response_dependencies(
    request: HttpRequest, response: HttpResponse, what: CacheableRequest
) -> tuple[str, ...] | None:
    """Returns the version names that a cacheable response depends on; ``None`` if it may not be cached."""
    said = declared_policy(response)
    if said is None or not what.clean or what.head or not what.parameters <= said.parameters:
        return None
    if response.status_code != 200 or response.streaming or response.cookies or "Set-Cookie" in response:
        return None
    if not response.get("Content-Type", "").startswith(KINDS) or "Content-Encoding" in response:
        return None
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or getattr(request, "is_preview", False):
        return None
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")} - {""}
    if (
        varies - HARMLESS
        or "private" in response.get("Cache-Control", "")
        or "no-store" in response.get("Cache-Control", "")
    ):
        return None
    common = dependencies.find_dependencies(request)
    return None if common is None else tuple(dict.fromkeys((*common, *said.counters)))


def _to_django_response(entry: CachedResponse, request: HttpRequest, head: bool) -> HttpResponse:
    status, headers, body = build_response(entry, request.headers.get, head, time.time())
    response = HttpResponseNotModified() if status == 304 else HttpResponse(body, status=status)
    for name, value in headers:
        response[name] = value
    return response


def _mark_private(response: Any) -> Any:
    """Forbids proxies to store HTML made for one visitor; the browser must revalidate it each time."""
    if "Cache-Control" not in response and response.get("Content-Type", "").startswith("text/html"):
        patch_cache_control(response, private=True, no_cache=True)
    return response
