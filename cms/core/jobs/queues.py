"""Lanes: what must not wait never stands behind what takes long. A lane is a queue of the task backend, each worker
runs so many of its tasks side by side, and a task is killed after its limit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Queue:
    """``slots``: runs side by side in one worker; ``limit``: of tasks that are no jobs (jobs have their own)."""

    name: str
    slots: int
    limit: datetime.timedelta


PROMPT, DEFAULT, SLOW = "prompt", "default", "slow"

QUEUES = (
    # Jobs that return within the hour. Each has at most one run at a time, so there are never more runs than such jobs.
    Queue(PROMPT, 1000, datetime.timedelta(minutes=10)),
    # What a person has just asked for: ``@task(backend=BACKEND)`` without a queue.
    Queue(DEFAULT, 2, datetime.timedelta(minutes=30)),
    # Jobs of the night, and tasks that work through thousands of rows: ``queue_name=SLOW``.
    Queue(SLOW, 2, datetime.timedelta(hours=4)),
)
