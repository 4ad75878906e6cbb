"""After a failure the engine is left alone for a while (per process): nobody waits for it twice."""

from __future__ import annotations

import time

SECONDS = 15.0
_until = 0.0


def is_on() -> bool:
    return time.monotonic() < _until


def begin() -> None:
    global _until
    _until = time.monotonic() + SECONDS


def end() -> None:
    global _until
    _until = 0.0
