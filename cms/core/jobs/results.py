"""Records how a run ended, once, and only for the worker that still owns the run: a late result changes nothing."""

from __future__ import annotations

import datetime
from traceback import format_exception
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core.jobs.registry import Job, get_job
from cms.core.models import JobState

RETRY_AFTER = (datetime.timedelta(minutes=1), datetime.timedelta(minutes=5), datetime.timedelta(minutes=15))


class ProcessEnded(Exception):
    """The run's process ended without recording a result: killed for its limit, by the system, or with its worker."""


def record_success(row: DBTaskResult, value: object) -> bool:
    """Records a success. ``row``: as it was claimed. Returns ``False`` when this worker no longer owns the run."""
    now = timezone.now()
    with transaction.atomic():
        if not _finish(row, status=TaskResultStatus.SUCCESSFUL, finished_at=now, return_value=value):
            return False
        JobState.objects.filter(result_id=row.pk).update(
            outcome=JobState.Outcome.DONE, message=str(value or "")[:500], attempts=0, result_id=None,
            started_at=row.started_at, finished_at=now, done_at=now,
        )  # fmt: skip
    return True


def record_failure(row: DBTaskResult, error: BaseException, at_once: bool = False) -> bool:
    """Records a failure and schedules a retry after a delay (``at_once``: now), up to a maximum number of attempts.

    Returns ``False`` when this worker no longer owns the run."""
    now = timezone.now()
    with transaction.atomic():
        state = JobState.objects.select_for_update().filter(result_id=row.pk).first()
        delay = None if state else _retry_delay(len(row.worker_ids), len(RETRY_AFTER))
        if delay is not None:
            return _finish(row, status=TaskResultStatus.READY, run_after=now if at_once else now + delay)
        kind = type(error)
        closed = _finish(
            row, status=TaskResultStatus.FAILED, finished_at=now, return_value=None,
            exception_class_path=f"{kind.__module__}.{kind.__qualname__}", traceback="".join(format_exception(error)),
        )  # fmt: skip
        if closed and state:
            _record_job_failure(state, row, error, now, at_once)
        return closed


def _finish(row: DBTaskResult, **values: Any) -> bool:
    mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids)
    return bool(mine.update(**values))


def _retry_delay(attempts: int, most: int) -> datetime.timedelta | None:
    return RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1] if attempts <= most else None


def _record_job_failure(
    state: JobState, row: DBTaskResult, error: BaseException, now: datetime.datetime, at_once: bool
) -> None:
    job: Job
    try:
        job = get_job(state.name)
    except KeyError:
        state.delete()  # the job no longer exists
        return
    state.attempts += 1
    delay = _retry_delay(state.attempts, job.retries)
    if delay is None:
        state.attempts = 0  # no more retries: it runs at its next regular time
    else:
        state.next_run_at = min(state.next_run_at, now if at_once else now + delay)
    state.outcome = JobState.Outcome.FAILED
    state.message = f"{error}"[:500] if isinstance(error, ProcessEnded) else f"{type(error).__name__}: {error}"[:500]
    state.started_at, state.finished_at, state.result_id = row.started_at, now, None
    state.save()
