"""Jobs as tasks of the database queue: each due job is enqueued once, and a worker claims it."""

from __future__ import annotations

import datetime

from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet, get_date_max
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from cms.core.jobs.queues import DEFAULT, QUEUES
from cms.core.jobs.registry import Job, all_jobs, get_job
from cms.core.jobs.schedule import CLOCK_SKEW, is_too_far_ahead
from cms.core.models import JobState, JobWorker

BACKEND = "jobs"
#: No task is delayed for longer; a longer delay was written while the clock was ahead.
LONGEST_DELAY = datetime.timedelta(hours=1)


def enqueue_due_jobs(now: datetime.datetime | None = None) -> list[str]:
    """Enqueues every due job, also those missed during a pause, once each. Returns the names of those enqueued now."""
    now = timezone.localtime(now)
    states = JobState.objects.in_bulk()
    waiting = queued_tasks().filter(run_after__gt=now + LONGEST_DELAY, run_after__lt=get_date_max())
    if waiting.exists():
        waiting.update(run_after=now)
    return [job.name for job in all_jobs() if _is_due(job, states.get(job.name), now) and enqueue(job, now)]


def _is_due(job: Job, state: JobState | None, now: datetime.datetime) -> bool:
    if state is None:
        JobState.objects.get_or_create(name=job.name, defaults={"next_run_at": job.schedule.next_after(now)})
        return False
    if is_too_far_ahead(state.next_run_at, now, job.schedule):
        JobState.objects.filter(pk=state.pk, next_run_at=state.next_run_at).update(
            next_run_at=job.schedule.next_after(now), done_at=min(state.done_at, now)
        )
        return False
    return state.result_id is None and state.next_run_at <= now


def enqueue(job: Job, now: datetime.datetime | None = None) -> bool:
    """Enqueues the job. Returns ``False`` if it is already waiting or running."""
    now = timezone.localtime(now)
    with transaction.atomic():
        JobState.objects.get_or_create(name=job.name, defaults={"next_run_at": now})
        state = JobState.objects.select_for_update().get(name=job.name)
        if state.result_id:
            return False
        state.result_id = run_job.using(queue_name=job.lane).enqueue(job.name).id
        state.next_run_at = job.schedule.next_after(now)
        state.done_at = min(state.done_at, now + CLOCK_SKEW)
        state.save(update_fields=["result_id", "next_run_at", "done_at"])
    return True


@task(backend=BACKEND)
def run_job(name: str) -> str:
    return str(get_job(name).run() or "")[:500]


def queued_tasks() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(backend_name=BACKEND)


def claim_task(worker_id: str, lane: str, only: str | None = None) -> DBTaskResult | None:
    """Claims and returns the queue's next task, or ``None``; ``only``: the key of one task. A worker that others have
    declared dead gets none: its row is deleted."""
    waiting = queued_tasks().ready()
    if lane == DEFAULT:  # and all tasks of unknown queues
        waiting = waiting.exclude(queue_name__in=[other.name for other in QUEUES if other.name != DEFAULT])
    else:
        waiting = waiting.filter(queue_name=lane)
    if only is not None:
        waiting = waiting.filter(pk=only)
    if not waiting.exists():
        return None
    try:
        with exclusive_transaction():
            if not JobWorker.objects.select_for_update().filter(pk=worker_id).exists():
                return None
            row = waiting.get_locked()
            if row is not None:
                row.claim(worker_id)
            return row
    except OperationalError as error:
        if is_locked_database_exception(error):
            return None  # retried at the next step
        raise


def time_limit_of(row: DBTaskResult) -> datetime.timedelta:
    """Returns how long this task may run."""
    if row.task_path == run_job.module_path:
        try:
            return get_job(row.args_kwargs["args"][0]).limit
        except (KeyError, IndexError):
            pass  # a job that no longer exists: it fails at once
    return next((lane.limit for lane in QUEUES if lane.name == row.queue_name), QUEUES[1].limit)
