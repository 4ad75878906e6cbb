"""The shared cache is optional: while Redis is unavailable, each process uses its own memory.

``caches["default"]`` falls back to that. ``caches["counters"]`` is for what must be counted for all processes or not
at all (failed sign-ins, used codes): it raises ``SharedCacheUnavailable``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils.translation import gettext_noop

from cms.core.circuit_breaker import CircuitBreaker, ServiceUnavailable

WRAPPED_METHODS = (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
)
#: Redis would bring back the old values of keys that these change while it is unavailable: they are deleted on return.
CHANGES_ONE, CHANGES_MANY = ("set", "delete"), ("set_many", "delete_many")
MAX_LOST_KEYS = 10_000
LOCAL_FALLBACK = "while-redis-is-away"

_breaker = CircuitBreaker("The shared cache (REDIS_URL)")
_lost_keys: set[str] = set()


class SharedCacheUnavailable(ServiceUnavailable):
    """Redis does not answer, and the call cannot be served without it."""


def is_shared_cache_unavailable() -> bool:
    """Whether the last call found the shared cache unavailable (makes no call)."""
    return _breaker.away


def degradation_reason() -> str:
    """For ``cms.core.web.health``: "" when well. Calls Redis once (at most every five seconds while it is down)."""
    caches["default"].get("health")
    return gettext_noop("The shared cache does not answer; limits count per process.") if _breaker.away else ""


def _call_redis(cache: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Calls Redis through the breaker. Raises ``SharedCacheUnavailable`` if the breaker blocks it or Redis fails."""
    from redis.exceptions import RedisError

    if not _breaker.allows_request():
        raise SharedCacheUnavailable
    try:
        if _lost_keys:
            cache._cache.delete_many(list(_lost_keys))
            _lost_keys.clear()
        found = getattr(RedisCache, name)(cache, *args, **kwargs)
    except RedisError as error:
        _breaker.failed(error)
        raise SharedCacheUnavailable from error
    if _breaker.away:
        LocMemCache(LOCAL_FALLBACK, {}).clear()  # the next outage must not see values of this one
    _breaker.worked()
    return found


class ShortTimeoutRedisCache(RedisCache):
    """Waits a second at most, and retries once when a pooled connection turns out to be dead."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as Refused
        from redis.retry import Retry

        quick = {
            "socket_connect_timeout": 0.5,
            "socket_timeout": 1.0,
            "retry": Retry(NoBackoff(), 1, supported_errors=(Refused,)),
        }
        super().__init__(server, {**params, "OPTIONS": {**quick, **params.get("OPTIONS", {})}})


class StrictRedisCache(ShortTimeoutRedisCache):
    """Uses Redis or raises ``SharedCacheUnavailable``."""


class FallbackRedisCache(ShortTimeoutRedisCache):
    """Uses Redis or, while it is unavailable, the process's own memory."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache(LOCAL_FALLBACK, params)

    def _remember(self, name: str, args: tuple, kwargs: dict) -> None:
        if len(_lost_keys) > MAX_LOST_KEYS or name not in CHANGES_ONE + CHANGES_MANY:
            return
        keys = args[0] if name in CHANGES_MANY else args[:1]
        _lost_keys.update(self.make_and_validate_key(key, version=kwargs.get("version")) for key in keys)


def _make_strict_method(name: str) -> Callable[..., Any]:
    def asked(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _call_redis(self, name, *args, **kwargs)

    return asked


def _make_fallback_method(name: str) -> Callable[..., Any]:
    def asked(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return _call_redis(self, name, *args, **kwargs)
        except SharedCacheUnavailable:
            self._remember(name, args, kwargs)
            return getattr(self._own, name)(*args, **kwargs)

    return asked


for _name in WRAPPED_METHODS:
    setattr(StrictRedisCache, _name, _make_strict_method(_name))
    setattr(FallbackRedisCache, _name, _make_fallback_method(_name))
