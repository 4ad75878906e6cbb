"""A run in a process of its own, which ends with its limit, with its worker and with its worker's lease.

Three things kill it, each without the help of the others: the worker (``kill``), the kernel's alarm clock shortly after
the limit (whatever the run does, and whether or not the worker still looks), and a thread of its own that sees the
worker gone or its lease run out. So whoever waits for a lost worker's lease finds its runs ended as well.

The worker forks; it has no threads and, at that moment, no connections.
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
GRACE = 10  # seconds that the worker has, after the limit, to kill it and say so
POLL_INTERVAL = 1.0  # seconds between two looks at the worker
_PR_SET_PDEATHSIG = 1


def run_task(row: DBTaskResult) -> None:
    """Run a claimed task and write down how it went."""
    try:
        result = row.task_result
        value = row.task.call(*result.args, **result.kwargs)
        results.record_success(row, value)
    except Exception as error:
        logger.exception("task %s %s failed", row.task_path, row.args_kwargs)
        results.record_failure(row, error)


class ChildProcess:
    """``leased``: says whether the worker's lease still holds; asked in the child."""

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
        """The name of the signal that ended it, if one did."""
        code = self.process.exitcode or 0
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
        return ""

    def kill(self) -> None:
        """With all that it has started."""
        assert self.process.pid is not None  # it was started in __init__
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not come as far as having a group
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
    """For a process that has just been forked: it is killed when the one that forked it ends, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch_parent(leased: Callable[[], bool], worker_pid: int) -> None:
    while os.getppid() == worker_pid and leased():
        time.sleep(POLL_INTERVAL)
    os.killpg(0, signal.SIGKILL)
