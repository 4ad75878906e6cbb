"""After a failure a service is left alone for a while (per process): nobody waits for it twice. No Django here."""

from __future__ import annotations

import logging
import threading
import time

logger = logging.getLogger(__name__)


class ServiceUnavailable(OSError):
    """A service does not answer. An ``OSError``: whoever can do without a file can do without one that is away."""


class CircuitBreaker:
    """One service. ``allows_request()`` before a call, ``failed()`` or ``worked()`` after it.

    While it is away one call in ``seconds`` is let through, to find out whether it is back; the others do without.
    """

    def __init__(self, name: str, seconds: float = 5.0):
        self.name, self.seconds = name, seconds
        self.away = False
        self.missed = 0  # calls that failed or were not made; only rises
        self._again = 0.0
        self._lock = threading.Lock()

    def allows_request(self) -> bool:
        if not self.away:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._again:
                self.missed += 1
                return False
            self._again = now + self.seconds
            return True

    def failed(self, error: Exception) -> None:
        self.missed += 1
        if not self.away:
            logger.warning("%s does not answer, the rest goes on without: %s", self.name, error)
        self._again = time.monotonic() + self.seconds
        self.away = True

    def worked(self) -> None:
        if self.away:
            logger.warning("%s answers again", self.name)
        self.away = False

    def reset(self) -> None:
        """Forget everything (tests)."""
        self.away, self._again = False, 0.0
