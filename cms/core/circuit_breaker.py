"""A circuit breaker: after a failure, a process skips calls to a service for a while. No Django."""

from __future__ import annotations

import logging
import threading
import time

logger = logging.getLogger(__name__)


class ServiceUnavailable(OSError):
    """A service does not answer. An ``OSError``, so code that tolerates a missing file also tolerates this."""


class CircuitBreaker:
    """The breaker of one service. Call ``allows_request()`` before a call, ``failed()`` or ``worked()`` after it.

    While the service is unavailable, one call per ``seconds`` is allowed, to detect its return; the others are skipped.
    """

    def __init__(self, name: str, seconds: float = 5.0):
        self.name, self.seconds = name, seconds
        self.away = False
        self.missed = 0  # calls that failed or were skipped; it only increases
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
        """Resets the state (for tests)."""
        self.away, self._again = False, 0.0
