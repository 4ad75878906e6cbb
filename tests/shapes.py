"""Which of the product's shapes a test is run in by ``.ci/run``: ``pytest --shape embedded`` takes those of one.

What one shape proves for both runs in one. ``embedded`` alone: what has no database (``pure``), and what is much work
that no service changes (``long``). ``production`` alone: what a service is needed for, and what meets the database
through Django's models (``models``): PostgreSQL is the stricter one. The rest runs in both.
"""

from __future__ import annotations

from pathlib import Path

import pytest

SERVICES = frozenset({"postgresql", "redis", "elasticsearch", "opensearch", "s3"})
SHAPES = ("embedded", "production")

_TESTS = Path(__file__).parent
_DATABASE = frozenset({"db", "transactional_db", "django_db_setup"})
#: Code that speaks to one database in its own words (``tests/test_tests.py`` looks that no other does).
OWN_WORDS = (
    "core/versions.py",
    "core/management/commands/backup.py",
    "home/provisioning",
    "home/health.py",
    "search",
)
#: Its tests run on both databases, and those of caches, of screens of every kind and of files.
_BOTH = (
    "browser/test_autosave.py",
    "core/away",
    "core/jobs/test_queue.py",
    "core/jobs/test_workers.py",
    "core/media",
    "core/page_cache",
    "core/test_collation.py",
    "core/test_headers.py",
    "core/test_limits.py",
    "core/test_scheduled.py",
    "core/test_sized_pictures.py",
    "core/test_storage.py",
    "core/test_versions.py",
    "home/provisioning",
    "home/test_health.py",
    "home/test_templates.py",
    "legal/test_feeds_and_files.py",
    "legal/test_public_pages.py",
    "search",
    "settings",
    "test_",
)


def mark(item) -> None:
    """``pure`` or ``models``. Transactions of their own (locks, races) are looked at in both, but for a browser's."""
    held = item.get_closest_marker("django_db")
    own_transactions = (held and held.kwargs.get("transaction")) or "transactional_db" in item.fixturenames
    place = item.path.relative_to(_TESTS).as_posix()
    if not held and not _DATABASE & set(item.fixturenames):
        item.add_marker("pure")
    elif not place.startswith(_BOTH) and (not own_transactions or item.get_closest_marker("browser")):
        item.add_marker("models")


def of(markers: set[str]) -> set[str]:
    """The shapes that run a test with these markers: never none."""
    if markers & SERVICES:
        return {"production"}
    if markers & {"pure", "long"}:
        return {"embedded"}
    return {"production"} if "models" in markers else {"embedded", "production"}


def take(config, items: list) -> None:
    """Leave out what another shape runs."""
    shape = config.getoption("--shape")
    if not shape:
        return
    left = [item for item in items if shape not in of({marker.name for marker in item.iter_markers()})]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--shape", choices=SHAPES, help="only the tests that .ci/run runs in this shape")
