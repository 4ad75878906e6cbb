"""Health check of the search engine, for ``cms.core.web.health``. Without the engine the database is the fallback."""

from __future__ import annotations

import time

from django.utils.translation import gettext_noop

from search.backends import circuit_breaker, configured_engine
from search.backends.base import EngineUnavailable

PROBE_INTERVAL = 10.0  # seconds
_asked_at = -PROBE_INTERVAL


def degradation_reason() -> str:
    """Returns why search is degraded, or "". Probes the engine at most once in ten seconds, and never while the circuit
    is open after a failed search."""
    global _asked_at
    backend = configured_engine()
    if backend is None:
        return ""
    now = time.monotonic()
    if not circuit_breaker.is_open() and now - _asked_at > PROBE_INTERVAL:
        _asked_at = now
        try:
            backend.check_connection()
        except EngineUnavailable:
            circuit_breaker.open_circuit()
    return (
        gettext_noop("The search engine does not answer; the database searches in its place.")
        if circuit_breaker.is_open()
        else ""
    )
