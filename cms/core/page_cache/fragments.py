"""Caches page fragments that are expensive to render and equal for everybody, for pages that are rendered again."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.core.page_cache import dependencies, store
from cms.core.page_cache.build_version import compute_build_version
from cms.core.page_cache.cached_response import CachedResponse

PREFIX = "part:"


def render_fragment(key: tuple, counters: tuple[str, ...], build: Callable[[], str]) -> SafeString:
    """Returns the HTML of ``build`` in the active language, cached until one of ``counters`` changes or midnight.

    ``key`` names everything else that it depends on. The HTML must contain only what everybody may see.
    """
    if not settings.PAGE_CACHE or versions.is_bumped_in_transaction():
        return mark_safe(build())  # noqa: S308 - templates have escaped it
    versions.refresh_versions(versions.MAX_AGE)
    known, begun, marks = versions.known_versions(), timezone.now(), dependencies.snapshot_degradation()
    words = repr((compute_build_version(), translation.get_language(), key))
    name = PREFIX + hashlib.sha256(words.encode()).hexdigest()
    for place in (store.get_local, store.get_shared):
        found = place(name, False)
        if found is not None and found.is_current(known, time.time()):
            return mark_safe(gzip.decompress(found.packed).decode())  # noqa: S308
    with allow_all_rows("what is kept here is kept for everybody"):
        html = build()
    if dependencies.snapshot_degradation() != marks:
        return mark_safe(html)  # noqa: S308 - a service was unavailable: not cached
    rests = (counters, versions.known_values(known, *counters), dependencies.compute_expiry(begun))
    store.store_response(name, False, CachedResponse.of(rests, [], html.encode(), None))
    return mark_safe(html)  # noqa: S308
