"""Which services the running tests have: one probe per marker, asked once per process.

A test that carries a service's marker is left out, with the reason, when the service is not there. Where
``CI`` is set it fails instead. ``TEST_REQUIRE`` (comma separated markers, set by ``.ci/run`` for each shape)
names the services whose absence is a failure, in place of all of them.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

ALL = "postgresql,redis,elasticsearch,opensearch,s3,browser,legal_data"
_named = os.environ.get("TEST_REQUIRE", ALL if os.environ.get("CI") else "")
REQUIRED = frozenset(filter(None, _named.replace(" ", "").split(",")))
#: Where ``scripts/services`` starts the engines; used when SEARCH_URL names the other one or none.
CONFIGURED_ENGINE = settings.SEARCH_URL  # as the environment says; tests may change the setting
LOCAL_ENGINES = {"elasticsearch": "http://127.0.0.1:59200", "opensearch": "http://127.0.0.1:59201"}
#: The first has no window to draw: half the work for the same page.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def engine_url(name: str) -> str:
    """HTTP address of the engine ``name``, whether or not it answers."""
    scheme, _, rest = CONFIGURED_ENGINE.partition("+")
    return rest.rstrip("/") if scheme == name else LOCAL_ENGINES[name]


def _engine(name: str) -> str:
    url = engine_url(name)
    try:
        with urlopen(f"{url}/_cluster/health", timeout=5) as answer:
            return "" if answer.status == 200 else f"{url} answered {answer.status}"
    except (URLError, OSError) as error:
        return f"{name} does not answer at {url}: {error}"


def _postgresql() -> str:
    engine = settings.DATABASES["default"]["ENGINE"]
    return "" if engine.endswith("postgresql") else "DATABASE_URL names no PostgreSQL"


def _redis() -> str:
    cache_settings = settings.CACHES["default"]
    if not cache_settings["BACKEND"].endswith("RedisCache"):
        return "REDIS_URL is not set"
    import redis

    try:
        redis.Redis.from_url(cache_settings["LOCATION"], socket_timeout=5).ping()
    except redis.RedisError as error:
        return f"Redis does not answer: {error}"
    return ""


def _s3() -> str:
    options = settings.STORAGES["default"].get("OPTIONS", {})
    if not options.get("bucket_name"):
        return "S3_BUCKET is not set"
    endpoint = options.get("endpoint_url")
    if not endpoint:
        return "S3_ENDPOINT_URL is not set (tests never write to a provider's bucket)"
    try:
        urlopen(endpoint, timeout=5).close()
    except URLError as error:
        # A refusal is an answer: only a server that does not speak at all is missing.
        return "" if getattr(error, "code", None) else f"The S3 server does not answer at {endpoint}: {error}"
    return ""


def chromium_path() -> str:
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def _browser() -> str:
    return "" if chromium_path() else f"no browser found ({', '.join(CHROMIUM_NAMES)})"


def _legal_data() -> str:
    folder = settings.LEGAL_DATA_DIR
    return "" if (folder / "legal").is_dir() else f"no real data in {folder} (LEGAL_DATA_DIR)"


PROBES = {
    "postgresql": _postgresql,
    "redis": _redis,
    "elasticsearch": lambda: _engine("elasticsearch"),
    "opensearch": lambda: _engine("opensearch"),
    "s3": _s3,
    "browser": _browser,
    "legal_data": _legal_data,
}


@cache
def missing(name: str) -> str:
    """Why the service is not there; empty when it is."""
    return PROBES[name]()
