"""After a failure the engine is left alone for a while (per process): nobody waits for it twice."""

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
