"""The worker: looks at the schedule, claims tasks lane by lane, gives each a process, and ends what takes too long."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from multiprocessing.connection import wait

from django.db import DatabaseError, InterfaceError, connections
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import orphaned_runs, queue, results
from cms.core.jobs.leases import Lease, OtherWorkers
from cms.core.jobs.queues import QUEUES
from cms.core.jobs.run_process import ChildProcess

logger = logging.getLogger(__name__)

PAUSE = 2.0  # seconds between two looks, when nothing ends in between


@dataclass
class Run:
    row: DBTaskResult
    lane: str
    child: ChildProcess
    limit: float  # seconds
    until: float  # by this process's running time


class Supervisor:
    """``once``: it does not stay (cron); ``only``: the key of the one task that it is here for."""

    def __init__(self, once: bool = False, only: str | None = None) -> None:
        self.lease, self.only = Lease(), only
        self.others = None if once else OtherWorkers()
        self.runs: list[Run] = []
        self.stopping = False

    def step(self) -> list[str]:
        """One look; the names of the jobs that became due. The database may be away for a while: runs go on as long as
        the lease holds."""
        try:
            return self._step()
        except (DatabaseError, InterfaceError):
            logger.exception("the database does not answer")
            connections.close_all()
            if not self.lease.holds():
                self._drop_runs()
            return []

    def _step(self) -> list[str]:
        self._keep_lease()
        self._reap()
        orphaned_runs.recover_orphaned_runs(self.lease.id, {run.row.pk for run in self.runs}, self.others)
        if self.stopping:
            return []
        names = queue.enqueue_due_jobs() if self.only is None else []
        self._fill()
        return names

    def wait(self, seconds: float = PAUSE) -> None:
        """Until a run ends, or so long."""
        ends = [run.child.sentinel for run in self.runs]
        if ends:
            soonest = min(run.until for run in self.runs) - time.monotonic()
            wait(ends, max(0.0, min(seconds, soonest)))
        else:
            time.sleep(seconds)

    def kill(self) -> None:
        """Everything ends at once; it starts again with the next worker."""
        runs = self.runs
        self._drop_runs()
        for run in runs:
            results.record_failure(
                run.row, results.ProcessEnded(_("The worker stopped in the middle of the run.")), at_once=True
            )

    def _keep_lease(self) -> None:
        if not self.lease.beat():
            logger.error("others hold this worker for lost; its runs end and it begins anew")
            self._drop_runs()
            self.lease.take()

    def _drop_runs(self) -> None:
        """They belong to others now, or soon."""
        for run in self.runs:
            run.child.kill()
        self.runs = []

    def _reap(self) -> None:
        for run in list(self.runs):
            if run.child.ended():
                error = results.ProcessEnded(
                    _("The run's process ended (%(signal)s).") % {"signal": run.child.signal or "exit"}
                )
                results.record_failure(run.row, error)  # unless the run itself has told how it ended
            elif time.monotonic() >= run.until:
                run.child.kill()
                minutes = f"{run.limit / 60:g}"
                results.record_failure(
                    run.row,
                    results.ProcessEnded(_("Stopped after its limit of %(minutes)s min.") % {"minutes": minutes}),
                )
            else:
                continue
            self.runs.remove(run)

    def _fill(self) -> None:
        for lane in QUEUES:
            while sum(run.lane == lane.name for run in self.runs) < lane.slots:
                row = queue.claim_task(self.lease.id, lane.name, self.only)
                if row is None:
                    break
                limit = queue.time_limit_of(row).total_seconds()
                until = time.monotonic() + limit
                self.runs.append(Run(row, lane.name, ChildProcess(row, limit, self.lease.holds), limit, until))
