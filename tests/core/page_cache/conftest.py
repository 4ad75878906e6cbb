"""The cache turned on, on the tests' own schools: what was made so far counts as committed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from cms.core import versions
from cms.core.page_cache import store
from cms.core.page_cache.middleware import PageCacheMiddleware

HOSTS = {"a": "th-mau-a.localhost", "b": "th-mau-b.localhost", "portal": "cong.localhost"}


class Visitors:
    """``get("a", "/")`` asks school A's site without a session; ``made`` lists what was not answered from the cache."""

    def __init__(self, made: list[str]) -> None:
        self.made = made

    def get(self, who: str, path: str = "/", cookies: dict[str, str] | None = None, **extra):
        client = Client(headers={"host": HOSTS.get(who, who)})
        client.cookies.load(cookies or {})
        return client.get(path, **extra)

    def text(self, who: str, path: str = "/") -> str:
        return self.get(who, path).content.decode()

    def is_kept(self, who: str, path: str = "/", **extra) -> bool:
        """Is the next answer one that lies ready?"""
        before = len(self.made)
        return "ETag" in self.get(who, path, **extra) and len(self.made) == before

    def keep(self, *asked: tuple[str, str]) -> None:
        for who, path in asked:
            assert self.get(who, path).status_code == 200
            assert self.is_kept(who, path), (who, path)


@pytest.fixture
def commit():
    """Runs what waits for the commit; afterwards the transaction counts as committed."""

    def run() -> None:
        while connection.run_on_commit:
            waiting, connection.run_on_commit = connection.run_on_commit, []
            for _savepoints, call, *_ in waiting:
                call()

    return run


@pytest.fixture
def visitors(a, b, settings, monkeypatch, commit):
    shared, connection.run_on_commit = connection.run_on_commit, []
    settings.PAGE_CACHE = True
    settings.COUNTERS_MAX_AGE = 0
    store.clear_local()
    versions.clear_versions()
    made: list[str] = []
    make = PageCacheMiddleware._made

    def counted(self, request, *rest):
        made.append(request.path)
        return make(self, request, *rest)

    monkeypatch.setattr(PageCacheMiddleware, "_made", counted)
    yield Visitors(made)
    store.clear_local()
    connection.run_on_commit = shared
