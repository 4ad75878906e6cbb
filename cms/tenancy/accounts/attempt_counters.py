"""Counts attempts in the cache that all processes share, by allauth's rate limits. Denies what it cannot count."""

from __future__ import annotations

import secrets
import time
from math import ceil

from allauth.core.internal import ratelimit
from django.core.cache import cache, caches
from django.utils.translation import gettext as _

from cms.core.cache import SharedCacheUnavailable

_APP = "allauth.account"


class CounterUnavailable(Exception):
    """The cache does not answer: a guess could not be distinguished from the first attempt."""


#: Exceptions that a view may get when the cache becomes unavailable.
COUNTER_UNAVAILABLE_MESSAGE = (CounterUnavailable, SharedCacheUnavailable)


def check_counter() -> None:
    """Checks the strict cache: the other one (``cache``) counts in the process while Redis is unavailable."""
    token = secrets.token_hex(8)
    key = f"accounts.can_count:{token}"
    try:
        caches["counters"].set(key, token, 10)
        answered = caches["counters"].get(key) == token
    except SharedCacheUnavailable as error:
        raise CounterUnavailable from error
    if not answered:
        raise CounterUnavailable


def unavailable_message() -> str:
    return _(
        "Signing in does not work at the moment: the part of the system that counts wrong passwords does not answer. "
        "Your account and your work are safe. Try again in a few minutes; if it lasts, tell the office."
    )


def count_attempt(request, *counts: tuple[str, str]):
    """Counts one attempt on each of ``counts``, (action of ``ACCOUNT_RATE_LIMITS``, key). Returns what can be rolled
    back, or ``None`` when one of them is used up: then nothing has been counted."""
    taken = ratelimit.RateLimitUsage(usage=[])
    for action, key in counts:
        usage = ratelimit.consume(request, app=_APP, action=action, key=key)
        if usage is None:
            taken.rollback()
            return None
        taken.usage += usage.usage
    return taken


def minutes_to_wait(request, *counts: tuple[str, str]) -> int:
    """Returns the minutes until an attempt on all of ``counts`` is possible again; at least one."""
    waits = [0.0]
    for action, key in counts:
        for rate in ratelimit.get_rates(app=_APP, action=action):
            name = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
            history = [at for at in cache.get(name, []) if at > time.time() - rate.duration]
            if len(history) >= rate.amount:
                waits.append(history[-1] + rate.duration - time.time())
    return max(1, ceil(max(waits) / 60))
