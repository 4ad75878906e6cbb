"""One computation at a time, by a lock that goes with its owner; the front before Django; Redis between processes."""

import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection

from cms.core import versions
from cms.core.page_cache import middleware, single_flight, store, wsgi_cache
from cms.core.page_cache.cached_response import CachedResponse
from cms.core.page_cache.wsgi_cache import add_page_cache
from cms.home.models import NewsPage
from tests.core.page_cache.conftest import HOSTS
from tests.factories.pages import make_page

KEY = "abc" + "0" * 61
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(single_flight, "_lock_folder", lambda: tmp_path)


class TestTurns:
    def test_others_wait_and_look_again(self):
        order = []

        def work(number):
            with single_flight.acquire_turn(KEY) as first:
                order.append(first)
                time.sleep(0.1)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(order) == [False, False, False, True]
        assert order[0] is True

    def test_other_keys_do_not_wait(self):
        with single_flight.acquire_turn(KEY) as first, single_flight.acquire_turn("fff" + KEY) as other:
            assert first
            assert other

    def test_a_killed_owner_holds_up_nobody(self, tmp_path):
        code = (
            "import sys, time; from pathlib import Path; from cms.core.page_cache import single_flight;"
            f"single_flight._lock_folder = lambda: Path({str(tmp_path)!r});"
            f"t = single_flight.acquire_turn({KEY!r}); t.__enter__(); print('held', flush=True); time.sleep(60)"
        )
        owner = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
        assert owner.stdout.readline() == b"held\n"
        threading.Timer(0.3, os.kill, (owner.pid, signal.SIGKILL)).start()
        begun = time.monotonic()
        with single_flight.acquire_turn(KEY) as first:
            assert not first
        assert time.monotonic() - begun < single_flight.MAX_WAIT
        owner.wait()

    def test_nobody_waits_for_ever(self, monkeypatch):
        monkeypatch.setattr(single_flight, "MAX_WAIT", 0.1)
        with single_flight.acquire_turn(KEY), single_flight.acquire_turn(KEY) as second:
            assert not second

    def test_nowhere_to_write(self, monkeypatch, tmp_path):
        monkeypatch.setattr(single_flight, "_lock_folder", lambda: tmp_path / "none")
        with single_flight.acquire_turn(KEY) as first:
            assert first


@pytest.mark.django_db
class TestHerd:
    def test_of_two_that_ask_for_an_outdated_page_one_makes_it(self, visitors, a, commit, monkeypatch):
        visitors.keep(("a", "/tin-tuc/"))
        make_page(NewsPage, a, "Chuyện mới")
        commit()
        before = len(visitors.made)
        make = middleware.PageCacheMiddleware._made
        asked_meanwhile = []

        def while_it_is_made(self, request, what, entry):
            monkeypatch.setattr(middleware.PageCacheMiddleware, "_made", make)
            # Another process, at the same moment: it may not take the lock.
            file = os.open(single_flight._lock_folder() / what.key[:3], os.O_RDWR)
            monkeypatch.setattr(single_flight, "MAX_WAIT", 0.05)
            asked_meanwhile.append(single_flight._wait_for_lock(file))
            os.close(file)
            return make(self, request, what, entry)

        monkeypatch.setattr(middleware.PageCacheMiddleware, "_made", while_it_is_made)
        assert "Chuyện mới" in visitors.text("a", "/tin-tuc/")
        assert asked_meanwhile == [True]
        assert len(visitors.made) == before + 1

    def test_what_was_never_kept_waits_for_nobody(self, visitors, monkeypatch):
        monkeypatch.setattr(middleware, "acquire_turn", None)  # would fail when called
        assert visitors.get("a", "/khong-co/").status_code == 404
        assert visitors.get("a", "/tim/?q=luat").status_code == 200


def environ(path="/", host=HOSTS["a"], **more):
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": host, "SERVER_NAME": host,
        "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": None, **more,
    }  # fmt: skip


@pytest.mark.django_db
class TestFront:
    @pytest.fixture
    def ask(self, visitors):
        reached = []

        def django(environ, start_response):
            reached.append(environ)
            start_response("200 OK", [])
            return [b"django"]

        application = add_page_cache(django)

        def asked(path="/", **more):
            told = []
            body = b"".join(application(environ(path, **more), lambda status, headers: told.extend((status, headers))))
            return told[0], dict(told[1]), body

        asked.reached = reached
        return asked

    def test_it_answers_what_is_kept(self, ask, visitors):
        assert ask()[2] == b"django"
        response = visitors.get("a", "/")
        status, headers, body = ask()
        assert (status, body) == ("200 OK", response.content)
        assert headers["ETag"] == response["ETag"]
        assert headers["Content-Security-Policy"] == response["Content-Security-Policy"]
        assert ask(HTTP_IF_NONE_MATCH=response["ETag"])[::2] == ("304 Not Modified", b"")
        assert gzip.decompress(ask(HTTP_ACCEPT_ENCODING="gzip")[2]) == response.content
        assert ask(REQUEST_METHOD="HEAD")[2] == b""
        assert len(ask.reached) == 1

    @pytest.mark.parametrize(
        "more",
        [{"HTTP_COOKIE": "sessionid=x"}, {"HTTP_AUTHORIZATION": "x"}, {"REQUEST_METHOD": "POST"},
         {"QUERY_STRING": "x=1"}, {"SCRIPT_NAME": "/x"}, {"HTTP_HOST": "evil.example"}],
    )  # fmt: skip
    def test_it_hands_on_what_is_for_one(self, ask, visitors, more):
        visitors.keep(("a", "/"))
        assert ask(**more)[2] == b"django"

    def test_an_outdated_page_is_handed_on(self, ask, visitors, a, commit):
        visitors.keep(("a", "/tin-tuc/"))
        make_page(NewsPage, a, "Chuyện mới")
        commit()
        assert ask("/tin-tuc/")[2] == b"django"

    def test_without_the_database_nothing_is_shown(self, ask, visitors, monkeypatch):
        visitors.keep(("a", "/"))

        def away(max_age):
            raise OperationalError("away")

        monkeypatch.setattr(versions, "refresh_versions", away)
        monkeypatch.setattr(connection, "close", lambda: None)
        assert ask()[2] == b"django"

    def test_the_server_uses_it(self):
        from cms import wsgi

        assert wsgi.application.__module__ == wsgi_cache.__name__
        assert isinstance(wsgi._django, WSGIHandler)


@pytest.mark.django_db
@pytest.mark.redis
def test_another_process_finds_it_in_redis(visitors, a, commit):
    visitors.keep(("a", "/"), ("a", "/tin-tuc/?page=1"))
    store.clear_local()  # a process that has just begun
    assert visitors.is_kept("a", "/")
    assert not visitors.is_kept("a", "/tin-tuc/?page=1")  # made-up parameters fill no Redis
    make_page(NewsPage, a, "Chuyện mới")
    commit()
    store.clear_local()
    assert "Chuyện mới" in visitors.text("a", "/")


@pytest.mark.django_db
def test_an_entry_comes_back_from_redis_as_it_was():
    entry = CachedResponse.of(
        (("x", "y"), (1, 2), 3.5), [("Content-Type", "text/html"), ("Vary", "Cookie")], b"body", None
    )
    assert CachedResponse(*entry.as_row()) == entry
    assert entry.headers == (("Content-Type", "text/html"),)
    assert caches["default"]


class TestThreads:
    @pytest.fixture(autouse=True)
    def _counters(self, monkeypatch):
        monkeypatch.setattr(versions, "current_versions", lambda *names: (1,))

    def test_one_of_many_builds_a_value(self):
        built, found = [], []

        def build():
            built.append(1)
            time.sleep(0.2)
            return "value"

        threads = [
            threading.Thread(target=lambda: found.append(versions.get_or_build(("test.turn",), ("x",), build)))
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert built == [1]
        assert found == ["value"] * 5

    def test_nobody_waits_for_long(self, monkeypatch):
        monkeypatch.setattr(versions, "MAX_BUILD_WAIT", 0.05)
        lock = versions._building.setdefault(("test.held",), threading.Lock())
        with lock:
            assert versions.get_or_build(("test.held",), ("x",), lambda: "own") == "own"
        assert ("test.held",) not in versions._building


@pytest.mark.django_db
def test_a_process_that_is_warm_finds_its_first_site_without_a_question(
    a, settings, django_assert_num_queries, monkeypatch
):
    from cms.home.warmup import warm_up_process
    from cms.tenancy import sites

    monkeypatch.setattr(versions, "is_bumped_in_transaction", lambda: False)
    monkeypatch.setattr(versions, "_last_bump_marker", lambda: None)
    versions.clear_versions()
    warm_up_process()
    with django_assert_num_queries(0):
        assert sites.site_for_host(HOSTS["a"]).school_id == a.pk
