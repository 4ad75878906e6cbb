"""A worker's lease: the worker sends a heartbeat every few seconds; without one, other workers take over its runs.

Leases use no wall clock, neither another machine's nor one that can be set: a worker increments a number, and the
others measure with their own monotonic clock how long it has not changed. A worker that cannot send heartbeats kills
its runs before the others may take them over.
"""

from __future__ import annotations

import multiprocessing
import time

from django.db.models import F
from django.utils import timezone

from cms.core.jobs import worker_identity
from cms.core.models import JobWorker

HEARTBEAT_INTERVAL = 5.0  # seconds between two heartbeats
LEASE_DURATION = 180.0  # seconds without a heartbeat after which others take over …
RENEWAL_TIMEOUT = 150.0  # … and after which the worker kills its own runs


class Lease:
    """The lease of this worker. ``holds`` also works in its child processes, even when the worker is dead: the time of
    the last heartbeat is in shared memory, and all processes of a machine have the same monotonic clock."""

    def __init__(self) -> None:
        self._said = multiprocessing.get_context("fork").Value("d", 0.0, lock=False)
        self.take()

    def take(self) -> None:
        self.id = worker_identity.new_worker_id()
        JobWorker.objects.create(id=self.id, beat_at=timezone.now())
        self._said.value = time.monotonic()

    def beat(self) -> bool:
        """Sends a heartbeat if one is due. Returns ``False`` when other workers have ended this lease."""
        if time.monotonic() - self._said.value < HEARTBEAT_INTERVAL:
            return True
        if not JobWorker.objects.filter(pk=self.id).update(beats=F("beats") + 1, beat_at=timezone.now()):
            return False
        self._said.value = time.monotonic()
        return True

    def holds(self) -> bool:
        return time.monotonic() - self._said.value < RENEWAL_TIMEOUT


class OtherWorkers:
    """The heartbeats of other workers, as this process has seen them."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int | None, float]] = {}  # worker → its number, and since when it has not changed

    def silent(self, ids: set[str]) -> set[str]:
        """Returns the workers of ``ids`` without a heartbeat for ``LEASE_DURATION`` while this process was checking."""
        now = time.monotonic()
        beats = dict(JobWorker.objects.filter(pk__in=ids).values_list("pk", "beats"))
        for worker_id in ids:
            known = self._seen.get(worker_id)
            if known is None or known[0] != beats.get(worker_id):
                self._seen[worker_id] = beats.get(worker_id), now
        self._seen = {worker_id: seen for worker_id, seen in self._seen.items() if worker_id in ids}
        return {worker_id for worker_id, (_beats, since) in self._seen.items() if now - since >= LEASE_DURATION}
