"""What every test gets: services by marker, clean caches, its own media, index names and Redis database."""

from __future__ import annotations

import gc
import os
import sys

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation

from cms.core import versions
from cms.core.recursion import run_with_stack_room
from cms.legal.documents import types as office_types
from cms.legal.parsing import types
from tests import databases, scheduling, services, shapes, shared

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
ENGINES = [
    "database",
    pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    pytest.param("opensearch", marks=pytest.mark.opensearch),
]

# A collection looks through everything that the apps have loaded: a tenth of the suite's time.
gc.set_threshold(200_000, 20, 100)


def pytest_addoption(parser):
    shapes.add_option(parser)
    parser.addoption("--whole", action="store_true", help="also the turns of the attack that take half an hour")
    parser.addoption("--fuzz", type=int, default=600, help="forged requests of each side (tests/fuzz)")
    parser.addoption("--fuzz-seed", type=int, default=1)


def pytest_configure(config):
    config.pluginmanager.register(shared.Sharing())
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(scheduling.Scheduling())
    unknown = services.REQUIRED - services.PROBES.keys()
    if unknown:
        raise pytest.UsageError(f"TEST_REQUIRE names unknown services: {', '.join(sorted(unknown))}")
    for one in django_settings.CACHES.values():
        if one["BACKEND"].endswith("RedisCache"):
            # Clearing the cache empties a whole Redis database: each worker has its own.
            server = one["LOCATION"].rsplit("/", 1)[0]
            one["LOCATION"] = f"{server}/{1 + int(WORKER.removeprefix('gw')) % 15}"


def pytest_collection_modifyitems(config, items):
    """The longest tests early, so that no worker is left alone with them at the end."""
    for item in items:
        shapes.mark(item)
    shapes.take(config, items)
    if not config.getoption("--whole"):
        items[:] = [item for item in items if not item.get_closest_marker("whole")]
    shared.sort(items)
    items.sort(key=scheduling.turn)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """The tests themselves, with room on the stack."""
    manager = session.config.pluginmanager
    others = manager.subset_hook_caller("pytest_runtestloop", [sys.modules[__name__]])
    return run_with_stack_room(lambda: others(session=session))


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


def need(name: str) -> None:
    """Leave the test out, or fail it when the shape under test is made of this service."""
    reason = services.missing(name)
    if not reason:
        return
    if name in services.REQUIRED:
        pytest.fail(f"{name} is required here: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")


def pytest_runtest_setup(item):
    for name in services.PROBES:
        if item.get_closest_marker(name):
            need(name)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    with django_db_blocker.unblock():
        databases.use_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        databases.keep_template()
        databases.begin()


@pytest.fixture(scope="session", autouse=True)
def _own_places(tmp_path_factory):
    """No test writes beside the product's own files or into its indexes. Whatever the shape, the database answers
    searches, at once and of this test alone: tests that mean an engine name it (``engine``) and clear it away."""
    media = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(media), SEARCH_INDEX_PREFIX=f"test-{WORKER}", SEARCH_URL=""):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered(request):
    versions.clear_versions()
    # Tests without a database read the types of documents as the file has them.
    held = request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames)
    types.set_provider(office_types.current_types if held else types.built_in_types)
    cache.clear()
    translation.activate(django_settings.LANGUAGE_CODE)  # a page under /en/ leaves English behind in the thread
    yield
    versions.clear_versions()
    cache.clear()


class Here:
    """Stands for ``cms.core.jobs.run_process.ChildProcess``: runs the task in this process."""

    def __init__(self, row, limit, leased):
        from cms.core.jobs import run_process  # needs the models

        run_process.run_task(row)
        self.sentinel, end = os.pipe()
        os.close(end)
        self.signal = ""

    def ended(self):
        os.close(self.sentinel)
        return True

    def kill(self):
        os.close(self.sentinel)


@pytest.fixture(autouse=True)
def _the_worker_has_no_processes(monkeypatch):
    """A process of its own would not see what the test's transaction holds. Real workers: ``tests/core/jobs``."""
    monkeypatch.setattr("cms.core.jobs.supervisor.ChildProcess", Here)


@pytest.fixture(autouse=True)
def _account_mails_do_not_outlive_the_test(monkeypatch):
    """They go out in a thread, which in a test would have neither the test's data nor, a moment later, a database."""
    from cms.tenancy.accounts import mail  # needs the models

    monkeypatch.setattr(mail, "deliver_later", mail.deliver_now)


@shared.once
def a():
    from tests.factories import make_school  # needs the models

    return make_school("A")


@shared.once
def b():
    from tests.factories import make_school

    return make_school("B")


@pytest.fixture
def school(a):
    """Where one is enough."""
    return a


@pytest.fixture(scope="session")
def legal_data():
    """Folder of the real data (`legal/`, `schools/`, `news/`…)."""
    need("legal_data")
    return django_settings.LEGAL_DATA_DIR


@pytest.fixture(scope="session")
def elasticsearch_url():
    need("elasticsearch")
    return services.engine_url("elasticsearch")


@pytest.fixture(scope="session")
def opensearch_url():
    need("opensearch")
    return services.engine_url("opensearch")


@pytest.fixture(params=ENGINES)
def engine(request, settings):
    """Each engine, empty, as the one that is asked; None: the database."""
    if request.param == "database":
        yield None
        return
    from search.backends import build_engine

    settings.SEARCH_URL = f"{request.param}+{request.getfixturevalue(request.param + '_url')}"
    found = build_engine(settings.SEARCH_URL)
    found.rebuild([])
    yield found
    found.drop()
