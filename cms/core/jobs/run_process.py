"""Executes a run in its own process, which ends at its time limit, with its worker, or with its worker's lease.

Three things kill it independently: the worker (``kill``), the kernel's alarm signal shortly after the limit (whatever
the run does, and even if the worker no longer checks), and a thread in the process that detects a dead worker or an
expired lease. So when a dead worker's lease expires, its runs have ended too.

The worker forks; it has no threads and, at the fork, no open connections.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from django.core.cache import caches
from django.db import connections
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import results

logger = logging.getLogger(__name__)

FORK = multiprocessing.get_context("fork")
GRACE = 10  # seconds after the limit in which the worker can kill the run and record it
POLL_INTERVAL = 1.0  # seconds between two checks of the worker
_PR_SET_PDEATHSIG = 1


def run_task(row: DBTaskResult) -> None:
    """Runs a claimed task and records the result."""
    try:
        result = row.task_result
        value = row.task.call(*result.args, **result.kwargs)
        results.record_success(row, value)
    except Exception as error:
        logger.exception("task %s %s failed", row.task_path, row.args_kwargs)
        results.record_failure(row, error)


class ChildProcess:
    """The process of one run. ``limit``: seconds; ``leased``: called in the child, whether the worker's lease holds."""

    def __init__(self, row: DBTaskResult, limit: float, leased: Callable[[], bool]) -> None:
        connections.close_all()
        caches.close_all()
        self.process = FORK.Process(target=_child_main, args=(row, limit + GRACE, leased, os.getpid()))
        self.process.start()

    @property
    def sentinel(self) -> int:
        return self.process.sentinel

    def ended(self) -> bool:
        return self.process.exitcode is not None

    @property
    def signal(self) -> str:
        """The name of the signal that ended the process; "" if none did."""
        code = self.process.exitcode or 0
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
        return ""

    def kill(self) -> None:
        """Kills the process and all processes that it has started."""
        assert self.process.pid is not None  # it was started in __init__
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not created its process group yet
            self.process.kill()
        self.process.join()


def _child_main(row: DBTaskResult, limit: float, leased: Callable[[], bool], worker_pid: int) -> None:
    os.setsid()
    die_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limit)
    threading.Thread(target=_watch_parent, args=(leased, worker_pid), daemon=True).start()
    run_task(row)
    connections.close_all()


def die_with_parent() -> None:
    """Makes the kernel kill this just-forked process when its parent ends, however that ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch_parent(leased: Callable[[], bool], worker_pid: int) -> None:
    while os.getppid() == worker_pid and leased():
        time.sleep(POLL_INTERVAL)
    os.killpg(0, signal.SIGKILL)
