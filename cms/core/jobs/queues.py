"""The queues of the task backend: separate, so that urgent tasks never wait behind long ones. Each worker runs up to
``slots`` tasks of a queue in parallel and kills a task after its limit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Queue:
    """``slots``: parallel runs in one worker; ``limit``: for tasks that are not jobs (jobs have their own)."""

    name: str
    slots: int
    limit: datetime.timedelta


PROMPT, DEFAULT, SLOW = "prompt", "default", "slow"

QUEUES = (
    # Jobs that recur within the hour. Each has at most one run at a time, so there are never more runs than such jobs.
    Queue(PROMPT, 1000, datetime.timedelta(minutes=10)),
    # Tasks that a person has just requested: ``@task(backend=BACKEND)`` without a queue.
    Queue(DEFAULT, 2, datetime.timedelta(minutes=30)),
    # Nightly jobs, and tasks that process thousands of rows: ``queue_name=SLOW``.
    Queue(SLOW, 2, datetime.timedelta(hours=4)),
)
