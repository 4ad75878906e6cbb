"""Office and schools that many tests begin with, made once and rolled back, instead of once for each test.

To make an office and a school takes half of what an ordinary test takes. So they are made in a transaction that stays
open around all tests that want the same of them; each test has its own transaction inside, as always. Every test with
a database finds the office, unless it is marked ``bare``. Tests that begin with nothing come first, and where a module
keeps data of its own nothing is shared. A test that commits leaves an empty database: the next one that does not finds
it filled again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from cms.core import versions
from tests import databases

OFFICE = "office"
COMMITTING = {"transactional_db", "live_server", "live_sites"}

_builders: dict[str, Callable[[], Any]] = {}
_made: tuple[str, ...] = ()
_objects: dict[str, Any] = {}
_open: transaction.Atomic | None = None
_emptied = False


def once(build: Callable[[], Any]):
    """A fixture of rows: ``build`` makes them once for all tests that begin with the same, and each gets copies of its
    own. Of nothing but rows: what it does to settings or the process would outlive the test."""
    key = f"{build.__module__}.{build.__name__}"
    _builders[key] = build

    def rows(request, db):
        return copy.deepcopy(_objects[key]) if key in wanted(request.node) else build()

    rows.__doc__ = build.__doc__
    rows.made_once = key
    return pytest.fixture(name=build.__name__)(rows)


def wanted(item) -> tuple[str, ...]:
    """What of it this test begins with."""
    return getattr(item, "shared", ())


def commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(COMMITTING & set(item.fixturenames) or (marker and marker.kwargs.get("transaction")))


def sort(items: list) -> None:
    """Note what each test wants, and put those together that want the same; the order is kept otherwise."""
    keeping = {item.path for item in items if _keeps_data(item)}
    for item in items:
        own = commits(item) or item.path in keeping
        item.shared = () if own or item.get_closest_marker("bare") else tuple(_begins_with(item))
    items.sort(key=lambda item: (9 if commits(item) else len(wanted(item)), wanted(item)))


def _begins_with(item) -> Iterator[str]:
    if item.get_closest_marker("django_db") or "db" in item.fixturenames:
        yield OFFICE
    defined = item._fixtureinfo.name2fixturedefs.values()
    keys = [key for fixtures in defined if (key := getattr(fixtures[-1].func, "made_once", ""))]
    yield from sorted(keys, key=lambda key: (not key.startswith("tests.conftest."), key))


def _keeps_data(item) -> bool:
    """Does a fixture of the whole module write to the database?"""
    defined = item._fixtureinfo.name2fixturedefs
    return any(
        "django_db_blocker" in fixture.argnames
        for name, fixtures in defined.items()
        if not name.startswith(("django_", "_django"))
        for fixture in fixtures
        if fixture.scope not in ("function", "session")
    )


def make(item, blocker) -> None:
    """Before the test's own transaction begins."""
    global _made, _open
    if wanted(item) == _made:
        return
    undo(blocker)
    with blocker.unblock():
        _open = transaction.atomic()
        _open.__enter__()
        _made = wanted(item)
        versions.clear_versions()
        cache.clear()
        for name in _made:
            _objects[name] = _office() if name == OFFICE else _builders[name]()


def undo(blocker) -> None:
    global _made, _open
    if _open is None:
        return
    with blocker.unblock():
        transaction.set_rollback(True)
        _open.__exit__(None, None, None)
        connection.run_on_commit = []
    _made, _open = (), None
    _objects.clear()


def _office():
    from tests.factories import make_office  # needs the models

    return make_office()


def fill(item, blocker) -> None:
    global _emptied
    if commits(item):
        _emptied = True
    elif _emptied:
        _emptied = False
        with blocker.unblock():
            databases.refill()
        cache.clear()
        versions.clear_versions()


class Sharing:
    """The plugin."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        from pytest_django.plugin import blocking_manager_key

        if wanted(item) != _made:
            undo(item.config.stash[blocking_manager_key])
        fill(item, item.config.stash[blocking_manager_key])

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef, request):
        from pytest_django.plugin import blocking_manager_key

        if fixturedef.argname == "_django_db_helper":
            make(request.node, request.config.stash[blocking_manager_key])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        from pytest_django.plugin import blocking_manager_key

        undo(session.config.stash[blocking_manager_key])
