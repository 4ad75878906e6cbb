"""Office and schools that many tests begin with, made once and rolled back, instead of once for each test.

To make an office and a school takes half of what an ordinary test takes. So they are made in a transaction that stays
open around all tests that want the same of them; each test has its own transaction inside, as always. Tests that begin
with nothing come first, those that commit last, and where a module keeps data of its own nothing is shared.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction

NAMES = ("a", "b")  # fixtures, in the order in which they are made
COMMITTING = {"transactional_db", "live_server", "live_sites"}

_made: tuple[str, ...] = ()
_open: transaction.Atomic | None = None


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
        item.shared = () if own else tuple(name for name in NAMES if name in item.fixturenames)
    items.sort(key=lambda item: (9 if commits(item) else len(wanted(item)), wanted(item)))


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
    from tests.factories import make_school  # needs the models

    with blocker.unblock():
        _open = transaction.atomic()
        _open.__enter__()
        _made = wanted(item)
        for name in _made:
            make_school(name.upper())


def undo(blocker) -> None:
    global _made, _open
    if _open is None:
        return
    with blocker.unblock():
        transaction.set_rollback(True)
        _open.__exit__(None, None, None)
        connection.run_on_commit = []
    _made, _open = (), None


def given(request, name: str):
    """The school of the fixture ``name``: a fresh object of the shared row, or made for this test alone."""
    from cms.tenancy.models import School
    from tests.factories import make_school

    if name not in wanted(request.node):
        return make_school(name.upper())
    return School.objects.select_related("site", "home_page", "collection").get(code=name.upper())


class Sharing:
    """The plugin."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        from pytest_django.plugin import blocking_manager_key

        if wanted(item) != _made:
            undo(item.config.stash[blocking_manager_key])

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef, request):
        from pytest_django.plugin import blocking_manager_key

        if fixturedef.argname == "_django_db_helper":
            make(request.node, request.config.stash[blocking_manager_key])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        from pytest_django.plugin import blocking_manager_key

        undo(session.config.stash[blocking_manager_key])
