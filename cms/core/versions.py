"""Version counters invalidate caches: data is read once per version instead of once per request.

Each counter is a row that changes in the same transaction as the data, so a crash cannot lose a change.
A process reads the rows at most once a second (and at once after its own commit, and when ``refresh_versions`` is
called), so other processes follow within one second.

Names in use: ``structure`` (sites, schools, authorities, links), ``site:<id>`` (pages, media and settings of
one site), ``library`` (legal documents), ``cited`` (which pages cite documents), ``broadcasts``. ``EVERY_SITE``
stands for all sites together and has no row, so transactions never wait for a lock on it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models import F

from cms.core.instance_hooks import allow_all_rows

STRUCTURE = "structure"
LIBRARY = "library"
BROADCASTS = "broadcasts"
EVERY_SITE = "site:*"
MAX_AGE = 1.0  # seconds
MAX_BUILD_WAIT = 2.0  # seconds
_SITE = "site:"


class Version(models.Model):
    """One counter."""

    name = models.CharField(max_length=100, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


_known_versions: dict[str, int] = {}
_total: int | None = None  # the sum of all rows: it rises with every change
_read_at = 0.0
_building: dict[tuple, Lock] = {}
_cache: dict[tuple, tuple[tuple[int, ...], Any]] = {}


def site_version(site_id: int) -> str:
    return f"{_SITE}{site_id}"


class _BumpMarker:
    """An ``on_commit`` callback that records: this transaction raised a counter, and has cached ``values`` since.

    It ends with the transaction; rolling back a savepoint removes the markers set inside it.
    """

    def __init__(self) -> None:
        self.values: dict[tuple, tuple[list, Any]] = {}  # key -> savepoints open at the reading, value

    def __call__(self) -> None:
        forget_known()


def bump_versions(*names: str) -> None:
    """Raises the counters after a change of data; other readers see it when the transaction commits."""
    standing = _last_bump_marker()
    if standing is not None and standing[0] == set(transaction.get_connection().savepoint_ids):
        standing[1].values.clear()
    else:
        transaction.on_commit(_BumpMarker())
    _increment(set(names))  # each time: a savepoint may have rolled an earlier bump back
    if not is_bumped_in_transaction():
        forget_known()  # without a transaction the marker was called before the rows changed


def _increment(names: set[str]) -> None:
    rows = Version.objects.filter(name__in=names)
    if not names or rows.update(value=F("value") + 1) == len(names):
        return
    missing = names - set(rows.values_list("name", flat=True))
    Version.objects.bulk_create([Version(name=name) for name in sorted(missing)], ignore_conflicts=True)
    Version.objects.filter(name__in=missing).update(value=F("value") + 1)


def is_bumped_in_transaction() -> bool:
    """Whether the open transaction has raised a counter; nobody else may see what it reads until it commits."""
    return _last_bump_marker() is not None


def forget_known() -> None:
    """Makes this process read the counters again at the next call that needs them."""
    global _read_at
    _read_at = 0.0


def refresh_versions(max_age: float = 0.0) -> None:
    """Ensures that this process's copy of the counters is at most ``max_age`` seconds old.

    Queries the sum of all rows, which is fast with thousands of sites, and the rows only if the sum has changed.
    """
    global _read_at, _known_versions, _total
    now = time.monotonic()
    if now - _read_at <= max_age:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SUM)
        total = int(cursor.fetchone()[0])
    if total != _total:
        _known_versions = _read_rows()
        _total = sum(_known_versions.values()) - _known_versions[EVERY_SITE]
    _read_at = now


_SUM = "SELECT COALESCE(SUM(value), 0) FROM core_version"


def _read_rows() -> dict[str, int]:
    rows = dict(Version.objects.values_list("name", "value"))
    rows[EVERY_SITE] = sum(value for name, value in rows.items() if name.startswith(_SITE))
    return rows


def current_versions(*names: str) -> tuple[int, ...]:
    """Returns the counters' values, at most ``MAX_AGE`` old; in a transaction that raised one, its own values."""
    if is_bumped_in_transaction():
        rows = _read_rows()
        return tuple(rows.get(name, 0) for name in names)
    refresh_versions(MAX_AGE)
    return known_values(_known_versions, *names)


def known_versions() -> dict[str, int]:
    """Returns this process's copy of all counters. It is never mutated, so callers may store it to compare later."""
    return _known_versions


def known_values(known: dict[str, int], *names: str) -> tuple[int, ...]:
    return tuple(known.get(name, 0) for name in names)


def get_or_build(key: tuple, names: tuple[str, ...], build: Callable[[], Any], limit: int = 10_000) -> Any:
    """Returns ``build()``, cached in this process until one of the counters ``names`` changes.

    A transaction that has raised a counter caches its values for itself only: a rollback must not leave
    uncommitted values behind.
    """
    standing = _last_bump_marker()
    if standing is not None:
        return _get_or_build_in_transaction(standing[1], key, lambda: _build_outside_tenant_isolation(build))
    version = current_versions(*names)
    found = _cache.get(key)
    if found is not None and found[0] == version:
        return found[1]
    with _build_once(key):
        found = _cache.get(key)
        if found is not None and found[0] == version:
            return found[1]
        value = _build_outside_tenant_isolation(build)
        if len(_cache) >= limit:
            _cache.clear()
        _cache[key] = (version, value)
        return value


@contextmanager
def _build_once(key: tuple) -> Iterator[None]:
    """Lets one thread build a value that several need. The wait is limited, to avoid a deadlock: the building thread
    may wait for a database lock that a waiting thread holds."""
    lock = _building.setdefault(key, Lock())
    held = lock.acquire(timeout=MAX_BUILD_WAIT)
    try:
        yield
    finally:
        if held:
            lock.release()
        _building.pop(key, None)


def _build_outside_tenant_isolation(build: Callable[[], Any]) -> Any:
    with allow_all_rows("what is kept here is kept for everybody"):
        return build()


Value = TypeVar("Value")


class VersionedCache(Generic[Value]):
    """An LRU cache whose values are valid for one state of the counters. For the many keys that visitors request;
    ``get_or_build`` is for values that a process needs all the time. ``most``: the maximum number of values."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._rows: OrderedDict[tuple, tuple[tuple[int, ...], Value]] = OrderedDict()
        self._lock = Lock()
        _caches.append(self)

    def get(self, key: tuple, standing: tuple[int, ...]) -> Value | None:
        with self._lock:
            row = self._rows.get(key)
            if row is None or row[0] != standing:
                return None
            self._rows.move_to_end(key)
            return row[1]

    def put(self, key: tuple, standing: tuple[int, ...], value: Value) -> None:
        with self._lock:
            self._rows[key] = (standing, value)
            self._rows.move_to_end(key)
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()

    def __len__(self) -> int:
        return len(self._rows)


_caches: list[VersionedCache] = []


def _last_bump_marker() -> tuple[set, _BumpMarker] | None:
    """Returns the last marker of the open transaction with the savepoints around it; ``None`` if it raised nothing."""
    for savepoints, call, *_ in reversed(transaction.get_connection().run_on_commit):
        if isinstance(call, _BumpMarker):
            return savepoints, call
    return None


def _get_or_build_in_transaction(raised: _BumpMarker, key: tuple, build: Callable[[], Any]) -> Any:
    """Returns ``build()``, cached until the transaction raises a counter or rolls back a savepoint of the reading."""
    savepoints = list(transaction.get_connection().savepoint_ids)
    found = raised.values.get(key)
    if found is not None and found[0] == savepoints[: len(found[0])]:
        return found[1]
    value = build()
    raised.values[key] = (savepoints, value)
    return value


def clear_versions() -> None:
    """Empties all caches of this process (for tests)."""
    _cache.clear()
    for shelf in _caches:
        shelf.clear()
    standing = _last_bump_marker()
    if standing is not None:
        standing[1].values.clear()
    global _total
    _total = None
    forget_known()
