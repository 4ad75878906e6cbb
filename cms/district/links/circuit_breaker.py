"""A host that does not answer is not asked again and again: after a few failures in a row it is given up for this
run."""

from __future__ import annotations

from collections import Counter
from threading import Lock

MAX_FAILURES = 3


class HostBreaker:
    """Shared by the threads of one run; ``host``: with its port. A redirect's target counts for itself, not for the
    host that names it. An answer of any kind, 404 and 500 as well, is none of a dead host's."""

    def __init__(self, failures: int = MAX_FAILURES):
        self._most, self._lock = failures, Lock()
        self._failures: Counter[str] = Counter()

    def is_open(self, host: str) -> bool:
        return self._failures[host] >= self._most

    def failed(self, host: str) -> None:
        with self._lock:
            self._failures[host] += 1

    def answered(self, host: str) -> None:
        with self._lock:
            if self._failures[host] < self._most:
                self._failures[host] = 0
