"""Updates reach the engine, wait while it is away, and drift is found and mended. Against real servers."""

import contextlib
import io
import json
import socket

import pytest
from django.core.management import call_command

from cms.home.models import NewsPage
from search import health as readiness
from search.backends import build_engine, circuit_breaker
from search.backends.base import EngineUnavailable
from search.index import indexing, outbox
from search.models import IndexEntry, PendingUpdate
from search.results_page.service import search
from tests.factories import make_school
from tests.factories.pages import make_page
from tests.search.conftest import info

pytestmark = pytest.mark.django_db
WORD = "chuồn chuồn kim"


@pytest.fixture(
    params=[
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
        pytest.param("opensearch", marks=pytest.mark.opensearch),
    ]
)
def engine(request, settings):
    """The configured engine, with an empty index."""
    settings.SEARCH_URL = f"{request.param}+{request.getfixturevalue(request.param + '_url')}"
    found = build_engine(settings.SEARCH_URL)
    found.rebuild([])
    yield found
    found.drop()


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def health() -> dict:
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("search_health", json=True, stdout=out)
    return json.loads(out.getvalue())


def test_readiness_asks_the_engine(engine, settings, monkeypatch):
    """Also before there is an index."""
    for prepare in (lambda: None, engine.drop):
        prepare()
        monkeypatch.setattr(readiness, "_asked_at", -readiness.PROBE_INTERVAL)
        assert readiness.degradation_reason() == ""
    monkeypatch.setattr(readiness, "_asked_at", -readiness.PROBE_INTERVAL)
    settings.SEARCH_URL = f"{engine.name}+http://127.0.0.1:{unused_port()}"
    assert "does not answer" in readiness.degradation_reason()
    circuit_breaker.close_circuit()


def test_changes_reach_the_engine(engine, run):
    with run():
        school = make_school("A")
        page = make_page(NewsPage, school, f"Bắt {WORD}")
    engine.refresh()
    results = search(WORD, info(school))
    assert (results.engine, results.fallback) == (engine.name, False)
    assert [hit.plain_title for hit in results.hits] == [f"Bắt {WORD}"]
    with run():
        page.unpublish()
    assert search(WORD, info(school)).total == 0
    assert f"page:{page.pk}" not in engine.digests()
    assert engine.digests() == dict(IndexEntry.objects.values_list("ref", "digest"))


def test_engine_away_publishing_goes_on_and_is_replayed(engine, run, settings):
    with run():
        school = make_school("A")
    address = settings.SEARCH_URL
    name = address.partition("+")[0]
    settings.SEARCH_URL = f"{name}+http://127.0.0.1:{unused_port()}"
    with run():
        page = make_page(NewsPage, school, f"Bắt {WORD}")
    assert PendingUpdate.objects.get(source=f"page:{page.pk}").attempts == 1
    results = search(WORD, info(school))
    assert (results.fallback, [hit.plain_title for hit in results.hits]) == (True, [f"Bắt {WORD}"])
    away = health()
    assert away["waiting"]
    assert away["engine"]["error"]
    settings.SEARCH_URL = address
    circuit_breaker.close_circuit()
    assert search(WORD, info(school)).total == 0  # not there yet
    assert outbox.replay_outbox()[1] == 0
    results = search(WORD, info(school))
    assert (results.fallback, [hit.plain_title for hit in results.hits]) == (False, [f"Bắt {WORD}"])
    assert health()["healthy"]


def test_a_source_that_vanished_while_the_engine_was_away_is_removed(engine, run, settings, content):
    indexing.rebuild_engine(engine)
    number = "102/2016/QH13"
    address = settings.SEARCH_URL
    name = address.partition("+")[0]
    settings.SEARCH_URL = f"{name}+http://127.0.0.1:{unused_port()}"
    with run():
        content.documents[number].delete()
    settings.SEARCH_URL = address
    circuit_breaker.close_circuit()
    assert outbox.replay_outbox()[1] == 0
    assert engine.digests() == dict(IndexEntry.objects.values_list("ref", "digest"))


def test_drift_is_seen_and_mended(engine, content):
    indexing.rebuild_engine(engine)
    refs = list(IndexEntry.objects.values_list("ref", flat=True)[:3])
    engine.apply([], refs[:1])
    IndexEntry.objects.filter(ref=refs[1]).update(digest="other")
    IndexEntry.objects.filter(ref=refs[2]).update(ref="page:999999")
    found = indexing.find_drift(engine)
    assert (found.missing, found.stale, found.surplus) == (
        tuple(sorted((refs[0], "page:999999"))),
        (refs[1],),
        (refs[2],),
    )
    call_command("search_repair", json=True, stdout=io.StringIO())
    assert not indexing.find_drift(engine)
    assert set(engine.digests()) == set(IndexEntry.objects.values_list("ref", flat=True))


def test_rebuild_is_atomic(engine, content):
    indexing.rebuild_engine(engine)
    before = engine.count()

    def half():
        yield [(IndexEntry.objects.first(), ())]
        raise RuntimeError("killed half way")

    with pytest.raises(RuntimeError):
        engine.rebuild(half())
    assert engine.count() == before
    assert search("luật trẻ em", content.a_site, backend=engine).hits[0].number == "102/2016/QH13"
    indexing.rebuild_engine(engine)
    assert engine.count() == before


def test_a_dead_address_is_an_engine_down(settings):
    dead = build_engine(f"elasticsearch+http://127.0.0.1:{unused_port()}")
    with pytest.raises(EngineUnavailable):
        dead.count()
