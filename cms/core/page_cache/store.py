"""Stores cached responses: in the process (least recently used are evicted) and in Redis, if configured, for all.

Nothing is invalidated by deletion: an entry is checked when it is read, and replaced when it is outdated.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from cms.core.cache import is_shared_cache_unavailable
from cms.core.page_cache.cached_response import CachedResponse

PREFIX = "page:"
DAY = 24 * 3600


class LocalStore:
    """An LRU cache in memory. ``share``: its part of ``PAGE_CACHE_MB``."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._rows: OrderedDict[str, CachedResponse] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: str) -> CachedResponse | None:
        with self._lock:
            if (entry := self._rows.get(key)) is not None:
                self._rows.move_to_end(key)
            return entry

    def put(self, key: str, entry: CachedResponse) -> None:
        most = int(settings.PAGE_CACHE_MB * 1024 * 1024 * self._share)
        with self._lock:
            self._drop(key)
            self._rows[key] = entry
            self._size += entry.size
            while self._size > most and self._rows:
                self._drop(next(iter(self._rows)))

    def _drop(self, key: str) -> None:
        if (entry := self._rows.pop(key, None)) is not None:
            self._size -= entry.size

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()
            self._size = 0

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)


#: URLs with parameters have their own store and never go to Redis: somebody who invents a million of them evicts only
#: other URLs with parameters.
plain, asked_for = LocalStore(0.75), LocalStore(0.25)


def get_local(key: str, parameters: bool) -> CachedResponse | None:
    return (asked_for if parameters else plain).get(key)


def get_shared(key: str, parameters: bool) -> CachedResponse | None:
    """Returns the entry from Redis and copies it into the process; ``None`` if Redis is unavailable or has none."""
    if parameters or not _is_shared():
        return None
    row = caches["default"].get(PREFIX + key)
    if row is None:
        return None
    entry = CachedResponse(*row)
    plain.put(key, entry)
    return entry


def store_response(key: str, parameters: bool, entry: CachedResponse) -> None:
    (asked_for if parameters else plain).put(key, entry)
    if not parameters and _is_shared():
        caches["default"].set(PREFIX + key, entry.as_row(), DAY)


def clear_local() -> None:
    """Empties the stores of this process (for tests)."""
    plain.clear()
    asked_for.clear()


def _is_shared() -> bool:
    return isinstance(caches["default"], RedisCache) and not is_shared_cache_unavailable()
