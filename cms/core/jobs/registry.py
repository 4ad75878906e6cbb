"""The registry of jobs."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from cms.core.jobs.queues import PROMPT, SLOW
from cms.core.jobs.schedule import Daily, Every

#: Jobs that recur more often than this go to the ``PROMPT`` queue.
RARE_INTERVAL = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Job:
    """``limit``: a longer run is killed; ``retries``: attempts after a failure, before the next regular time."""

    name: str
    title: Any  # translated when shown
    run: Callable[[], str | None]
    schedule: Every | Daily
    limit: datetime.timedelta = datetime.timedelta(minutes=10)
    retries: int = 3

    @property
    def lane(self) -> str:
        return PROMPT if self.schedule.period < RARE_INTERVAL else SLOW


_JOBS: dict[str, Job] = {}


def register_job(job: Job) -> None:
    if job.name in _JOBS:
        raise ValueError(f"two jobs are called {job.name}")
    _JOBS[job.name] = job


def all_jobs() -> list[Job]:
    return sorted(_JOBS.values(), key=lambda job: job.name)


def get_job(name: str) -> Job:
    """Returns the job. Raises ``KeyError`` if no job has this name."""
    return _JOBS[name]


def run_command_as_job(name: str, *arguments: str) -> Callable[[], str]:
    """Returns a ``run`` function for a job that calls a management command and returns its last line of output.

    The function raises ``RuntimeError`` when the command exits with an error code."""

    def run() -> str:
        out = io.StringIO()
        try:
            call_command(name, *arguments, stdout=out)
        except SystemExit as leaving:  # a command that reports failure by its exit code
            if leaving.code:
                raise RuntimeError(f"{name}: exit code {leaving.code}: {out.getvalue()[-500:]}") from leaving
        return out.getvalue().strip().rpartition("\n")[2][:200]

    return run
