"""The real engine is killed and frozen in the middle of writes and reads: publishing and search go on, nothing is
lost."""

import contextlib
import io
import threading
import time

import pytest
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.test import Client

from cms.home.models import NewsPage
from search.backends import build_engine, circuit_breaker
from search.backends.base import EngineUnavailable
from search.index import indexing, outbox
from search.models import IndexEntry, PendingUpdate
from search.results_page.service import search
from tests.factories import make_school
from tests.factories.pages import make_page
from tests.search.conftest import info
from tests.search.engines.own_engine import OwnEngine, installed_engines
from tests.search.engines.test_engine import health

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WORD = "chuồn chuồn kim"


@pytest.fixture(scope="module")
def own():
    engines = installed_engines()
    if engines is None:
        pytest.skip("no engine installed by scripts/services")
    engine = OwnEngine(engines)
    try:
        engine.start()
        yield engine
    finally:
        engine.remove()


@pytest.fixture
def engine(own, settings):
    own.start()  # if the test before left it dead
    own.wait()
    settings.SEARCH_URL = own.url
    found = build_engine(own.url)
    found.rebuild([])
    circuit_breaker.close_circuit()
    yield found
    with contextlib.suppress(EngineUnavailable):
        found.drop()


def titles(school):
    results = search(WORD, info(school), size=50)
    return {hit.plain_title for hit in results.hits}, results.fallback


def in_step(engine) -> bool:
    return engine.digests() == dict(IndexEntry.objects.values_list("ref", "digest"))


def test_killed_between_writes(own, engine):
    school = make_school("A")
    make_page(NewsPage, school, f"Bắt {WORD}")
    engine.refresh()
    assert titles(school) == ({f"Bắt {WORD}"}, False)
    own.kill()
    page = make_page(NewsPage, school, f"Thả {WORD}")
    gone = NewsPage.objects.get(title=f"Bắt {WORD}")
    gone.unpublish()
    assert titles(school) == ({f"Thả {WORD}"}, True)
    answer = Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": WORD})
    assert answer.status_code == 200
    assert answer.context["results"].fallback
    assert f"/{page.slug}/" in answer.content.decode()
    assert f"/{gone.slug}/" not in answer.content.decode()
    away = health()
    assert not away["healthy"]
    assert away["waiting"] >= 2
    assert away["engine"]["error"]
    own.start()
    own.wait()
    circuit_breaker.close_circuit()
    assert titles(school)[0] <= {f"Thả {WORD}"}  # before the replay: never what is not public
    assert outbox.replay_outbox()[1] == 0
    assert titles(school) == ({f"Thả {WORD}"}, False)
    assert in_step(engine)
    assert health()["healthy"]


def test_frozen_costs_one_short_wait(own, engine):
    """A slow engine: the first question and the first publication wait a little, the others do not."""
    school = make_school("A")
    make_page(NewsPage, school, f"Bắt {WORD}")
    engine.refresh()
    own.freeze()
    try:
        began = time.monotonic()
        assert titles(school) == ({f"Bắt {WORD}"}, True)
        make_page(NewsPage, school, f"Thả {WORD}")
        assert titles(school) == ({f"Bắt {WORD}", f"Thả {WORD}"}, True)
        assert circuit_breaker.is_open()
        assert time.monotonic() - began < 30
        began = time.monotonic()
        for n in range(3):
            make_page(NewsPage, school, f"Thả {n} {WORD}")
        assert time.monotonic() - began < 15
        assert PendingUpdate.objects.filter(attempts__gte=1).count() >= 4
    finally:
        own.thaw()
    circuit_breaker.close_circuit()
    assert outbox.replay_outbox()[1] == 0
    assert titles(school)[1] is False
    assert len(titles(school)[0]) == 5
    assert in_step(engine)


def test_killed_in_the_middle_of_writes_and_reads(own, engine, settings):
    """Publishers and readers at work while the engine dies: no error reaches anybody, and replay brings all of it."""
    writers = 1 if connection.vendor == "sqlite" else 2  # tests keep SQLite in memory: one connection writes
    school = make_school("A")
    make_page(NewsPage, school, f"Bắt {WORD}")
    engine.refresh()
    killer = threading.Timer(0.6, own.kill)
    errors: list[Exception] = []
    answers: list[int] = []

    def publish(first: int) -> None:
        try:
            for n in range(first, first + 12):
                make_page(NewsPage, school, f"Bài {n} về {WORD}")
                answers.append(Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": WORD}).status_code)
        except Exception as error:
            errors.append(error)
        finally:
            if threading.current_thread() is not threading.main_thread():
                close_old_connections()

    killer.start()
    if writers == 1:
        publish(0)
    else:
        threads = [threading.Thread(target=publish, args=(100 * i,)) for i in range(writers)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    killer.join()
    assert not errors
    assert set(answers) == {200}
    assert PendingUpdate.objects.exists()
    own.start()
    own.wait()
    circuit_breaker.close_circuit()
    call_command("search_repair", json=True, stdout=io.StringIO())
    assert in_step(engine)
    assert search(WORD, info(school)).total == 12 * writers + 1
    assert health()["healthy"]


def test_killed_in_the_middle_of_a_rebuild(own, engine):
    """The old index answers again when the engine is back."""
    school = make_school("A")
    make_page(NewsPage, school, f"Bắt {WORD}")
    indexing.rebuild_engine(engine)
    before = engine.count()

    def batches():
        yield [(IndexEntry.objects.first(), ())]
        own.kill()
        yield [(IndexEntry.objects.last(), ())]

    with pytest.raises(Exception, match=r"refused|[Cc]onnection"):
        engine.rebuild(batches())
    own.start()
    own.wait()
    circuit_breaker.close_circuit()
    assert engine.count() == before
    assert titles(school) == ({f"Bắt {WORD}"}, False)
