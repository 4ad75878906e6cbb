"""Recovers runs whose worker is dead: they are recorded as failed and may start again at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import results, worker_identity
from cms.core.jobs.leases import OtherWorkers
from cms.core.jobs.queue import queued_tasks, time_limit_of
from cms.core.models import JobState, JobWorker


def recover_orphaned_runs(own_id: str, running: set, others: OtherWorkers | None) -> int:
    """Checks all runs except this worker's own (``running``: keys of their tasks). Returns the number recovered.

    Without ``others`` (a worker that checks once and ends, so cannot observe heartbeats) a run on another machine
    counts as orphaned when its time limit has passed.
    """
    _clear_missing_tasks()
    rows = [row for row in queued_tasks().running() if row.pk not in running]
    if not rows:
        return 0
    away = {row.worker_ids[-1] for row in rows if row.worker_ids[-1] != own_id}
    silent = others.silent(away) if others is not None else set()
    return sum(_requeue(row) for row in rows if _is_orphaned(row, own_id, silent, others is None))


def _is_orphaned(row: DBTaskResult, own_id: str, silent: set[str], once: bool) -> bool:
    worker_id = row.worker_ids[-1]
    if worker_id == own_id or worker_id in silent:
        return True
    lives = worker_identity.is_worker_alive(worker_id, own_id)
    if lives is None and once:
        return row.started_at + time_limit_of(row) < timezone.now()
    return lives is False


@transaction.atomic
def _requeue(row: DBTaskResult) -> bool:
    """Fails the run for a retry. Deletes the worker's row first, so that the worker can claim nothing if it returns."""
    JobWorker.objects.filter(pk=row.worker_ids[-1]).delete()
    return results.record_failure(
        row, results.ProcessEnded(_("The worker stopped in the middle of the run.")), at_once=True
    )


def _clear_missing_tasks() -> None:
    """Frees job states that wait for a task which no longer exists (after restoring a backup): they would never run."""
    waiting = list(JobState.objects.exclude(result_id=None).values_list("pk", "result_id"))
    if not waiting:
        return
    open_states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    there = set(
        queued_tasks().filter(pk__in=[pk for _name, pk in waiting], status__in=open_states).values_list("pk", flat=True)
    )
    for name, pk in waiting:
        if pk not in there:
            JobState.objects.filter(pk=name, result_id=pk).update(result_id=None)
