"""A worker's lease: it says every few seconds that it lives, and whoever sees it silent for long takes its runs over.

No clock of another machine is believed, nor one that somebody may set: a worker counts, and the others measure by their
own running time how long the number has stood still. A worker that cannot say that it lives ends its runs before the
others may take them over.
"""

from __future__ import annotations

import multiprocessing
import time

from django.db.models import F
from django.utils import timezone

from cms.core.jobs import worker_identity
from cms.core.models import JobWorker

HEARTBEAT_INTERVAL = 5.0  # seconds between two signs of life
LEASE_DURATION = 180.0  # seconds without one after which others take over …
RENEWAL_TIMEOUT = 150.0  # … and after which the worker's own runs are ended


class Lease:
    """Of this worker. ``holds`` may be asked in its children, whatever has become of the worker: the time of the last
    sign lies in memory that they share, and the running time of a machine is the same for all its processes."""

    def __init__(self) -> None:
        self._said = multiprocessing.get_context("fork").Value("d", 0.0, lock=False)
        self.take()

    def take(self) -> None:
        self.id = worker_identity.new_worker_id()
        JobWorker.objects.create(id=self.id, beat_at=timezone.now())
        self._said.value = time.monotonic()

    def beat(self) -> bool:
        """False when the others have taken it away."""
        if time.monotonic() - self._said.value < HEARTBEAT_INTERVAL:
            return True
        if not JobWorker.objects.filter(pk=self.id).update(beats=F("beats") + 1, beat_at=timezone.now()):
            return False
        self._said.value = time.monotonic()
        return True

    def holds(self) -> bool:
        return time.monotonic() - self._said.value < RENEWAL_TIMEOUT


class OtherWorkers:
    """What is known here of the other workers' signs of life."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int | None, float]] = {}  # worker → its number, and since when it has been that

    def silent(self, ids: set[str]) -> set[str]:
        """Those that have said nothing for the whole of a lease while this process looked."""
        now = time.monotonic()
        beats = dict(JobWorker.objects.filter(pk__in=ids).values_list("pk", "beats"))
        for worker_id in ids:
            known = self._seen.get(worker_id)
            if known is None or known[0] != beats.get(worker_id):
                self._seen[worker_id] = beats.get(worker_id), now
        self._seen = {worker_id: seen for worker_id, seen in self._seen.items() if worker_id in ids}
        return {worker_id for worker_id, (_beats, since) in self._seen.items() if now - since >= LEASE_DURATION}
