"""A real Redis is killed and frozen in the middle: everything public answers, and nothing old comes back with it."""

import pytest
from django.core.cache import caches
from django.test import Client

from cms.core import cache as shared
from cms.core import versions
from cms.core.cache import SharedCacheUnavailable
from cms.home.models import NewsPage
from cms.settings.parts.cache import caches as cache_settings
from tests.factories import make_office
from tests.factories.pages import make_page
from tests.own_service import own_redis

pytestmark = [pytest.mark.redis, pytest.mark.django_db]
PUBLIC = ("/", "/tin-tuc/", "/tim/?q=luat", "/tim/goi-y/?q=luat", "/van-ban/", "/api/v1/documents/", "/sitemap.xml")


@pytest.fixture(scope="module")
def redis():
    service = own_redis()
    yield service
    service.remove()


@pytest.fixture
def ours(redis, settings):
    redis.kill()
    redis.start()
    shared._breaker.reset()
    shared._lost_keys.clear()
    settings.CACHES = cache_settings(f"redis://127.0.0.1:{redis.port}/0")
    yield redis
    redis.kill()
    shared._breaker.reset()
    shared._lost_keys.clear()


def back():
    """Time passes until the next call is let through."""
    shared._breaker._again = 0.0


def ready():
    return Client(headers={"host": "cong.localhost"}).get("/readyz").json()


@pytest.mark.parametrize("how", ["kill", "freeze"])
def test_public_pages_search_and_api_answer_without_it(ours, school, how):
    page = make_page(NewsPage, school)
    host = Client(headers={"host": school.site.hostname})
    assert {path: host.get(path).status_code for path in PUBLIC} == dict.fromkeys(PUBLIC, 200)
    assert "cache" not in ready()["degraded"]
    getattr(ours, how)()
    versions.clear_versions()  # as in a process that has just started: the root paths are looked up and kept
    assert {path: host.get(path).status_code for path in PUBLIC} == dict.fromkeys(PUBLIC, 200)
    assert page.title in host.get("/tin-tuc/").content.decode()
    assert host.get("/admin/login/").status_code == 200
    assert shared.is_shared_cache_unavailable()
    answer = ready()
    assert answer["status"] == "degraded"
    assert "cache" in answer["degraded"]
    if how == "freeze":
        ours.thaw()
    else:
        ours.start()
    back()
    assert "cache" not in ready()["degraded"]
    assert not shared.is_shared_cache_unavailable()


def test_limits_count_in_the_process(ours, school, settings):
    settings.LIMITS = {**settings.LIMITS, "api": 2}
    host = Client(headers={"host": school.site.hostname})
    ours.kill()
    assert [host.get("/api/v1/documents/").status_code for _ in range(3)] == [200, 200, 429]


def test_what_was_changed_while_it_was_away_does_not_come_back(ours):
    cache = caches["default"]
    cache.set_many({"a": 1, "b": 1, "c": 1, "d": 1}, 3600)
    ours.freeze()  # killed, it would forget by itself
    cache.set("a", 2, 3600)
    cache.delete("b")
    cache.delete_many(["c"])
    assert (cache.get("a"), cache.get("b")) == (2, None)
    ours.thaw()
    back()
    assert cache.get_many("abcd") == {"d": 1}


def test_what_must_be_counted_for_all_is_refused_without_it(ours):
    counters = caches["counters"]
    assert counters.add("code", 1, 60)
    assert not counters.add("code", 1, 60)
    ours.kill()
    for ask in (lambda: counters.add("code", 1, 60), lambda: counters.get("code"), lambda: counters.incr("code")):
        with pytest.raises(SharedCacheUnavailable):
            ask()
    ours.start()
    back()
    assert counters.add("code", 1, 60)


def test_while_it_is_away_one_call_in_a_while_waits_for_it(ours):
    ours.kill()
    cache = caches["default"]
    assert cache.get("a") is None
    assert [shared._breaker.allows_request() for _ in range(3)] == [False] * 3
    back()
    assert [shared._breaker.allows_request() for _ in range(3)] == [True, False, False]


def test_an_error_of_ours_is_no_absence(ours):
    with pytest.raises(ValueError, match="a"):
        caches["default"].incr("a")
    assert not shared.is_shared_cache_unavailable()


def test_readiness_without_the_database(db, monkeypatch):
    make_office()
    from django.db import connection
    from django.db.utils import OperationalError

    class Broken:
        def __enter__(self):
            raise OperationalError("away")

        def __exit__(self, *args):
            return None

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", Broken)
        answer = Client(headers={"host": "cong.localhost"}).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "down", "degraded": {"database": "away"}}
