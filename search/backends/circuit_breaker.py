"""Circuit breaker per process: after a failure the circuit stays open for a while, so that nobody waits twice."""

from __future__ import annotations

import time

OPEN_SECONDS = 15.0
_until = 0.0


def is_open() -> bool:
    return time.monotonic() < _until


def open_circuit() -> None:
    global _until
    _until = time.monotonic() + OPEN_SECONDS


def close_circuit() -> None:
    global _until
    _until = 0.0
