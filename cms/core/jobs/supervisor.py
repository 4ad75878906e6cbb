"""The worker: enqueues due jobs, claims tasks queue by queue, runs each in a process, and kills it after its limit."""

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

PAUSE = 2.0  # seconds between two steps, when no run ends in between


@dataclass
class Run:
    row: DBTaskResult
    lane: str
    child: ChildProcess
    limit: float  # seconds
    until: float  # by this process's monotonic clock


class Supervisor:
    """``once``: it does not keep running (cron); ``only``: the key of the single task to run."""

    def __init__(self, once: bool = False, only: str | None = None) -> None:
        self.lease, self.only = Lease(), only
        self.others = None if once else OtherWorkers()
        self.runs: list[Run] = []
        self.stopping = False

    def step(self) -> list[str]:
        """Does one round of work. Returns the names of the jobs that became due. While the database is unavailable,
        runs continue as long as the lease holds."""
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
        """Waits until a run ends or reaches its limit, at most ``seconds``."""
        ends = [run.child.sentinel for run in self.runs]
        if ends:
            soonest = min(run.until for run in self.runs) - time.monotonic()
            wait(ends, max(0.0, min(seconds, soonest)))
        else:
            time.sleep(seconds)

    def kill(self) -> None:
        """Kills all runs at once; the next worker starts them again."""
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
        """Kills all runs without recording a result: other workers own them now, or soon will."""
        for run in self.runs:
            run.child.kill()
        self.runs = []

    def _reap(self) -> None:
        for run in list(self.runs):
            if run.child.ended():
                error = results.ProcessEnded(
                    _("The run's process ended (%(signal)s).") % {"signal": run.child.signal or "exit"}
                )
                results.record_failure(run.row, error)  # does nothing if the run has recorded its own result
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
