"""Jobs as tasks of the database queue: what is due is put there once, a worker takes it, a lost run is put there again.

A job has at most one task at a time (``JobState.result_id``), and a task is claimed by one worker (django-tasks-db
locks the row), so two workers never run the same job together.
"""

from __future__ import annotations

import datetime
import logging
import os
import secrets
import socket

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.core.jobs.registry import Job, all_jobs, get
from cms.core.models import JobState

logger = logging.getLogger(__name__)

BACKEND = "jobs"
RETRY_AFTER = (datetime.timedelta(minutes=1), datetime.timedelta(minutes=5), datetime.timedelta(minutes=15))
WORKER_ID = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


class WorkerLost(Exception):
    """The worker ended (killed, power cut) in the middle of the run."""


def tick(now: datetime.datetime | None = None) -> list[str]:
    """Put every due job into the queue; names of those put there now. Catches up what a pause has missed, once each."""
    now = timezone.localtime(now)
    return [job.name for job in all_jobs() if _is_due(job, now) and enqueue(job, now)]


def _is_due(job: Job, now: datetime.datetime) -> bool:
    state, _new = JobState.objects.get_or_create(name=job.name, defaults={"next_run_at": job.schedule.next_after(now)})
    if state.result_id and not _let_go(job, state, now):
        return False
    state.refresh_from_db(fields=["next_run_at"])
    return state.next_run_at <= now


def _let_go(job: Job, state: JobState, now: datetime.datetime) -> bool:
    """Is the job's last task out of the way? A lost one is declared failed and the job is due again."""
    result = DBTaskResult.objects.filter(pk=state.result_id).first()
    if result is not None and result.status == TaskResultStatus.READY:
        return False
    if result is not None and result.status == TaskResultStatus.RUNNING:
        if not _is_lost(result, job, now):
            return False
        error = WorkerLost(_("The worker stopped in the middle of the run."))
        result.set_failed(error)
        _record_failure(job, error, result.started_at, now, again=now)
        return True
    JobState.objects.filter(pk=state.pk, result_id=state.result_id).update(result_id=None)
    return True


def _is_lost(result: DBTaskResult, job: Job, now: datetime.datetime) -> bool:
    host, pid, token = [*result.worker_ids[-1].split(":"), "", ""][:3]
    own_host, own_pid, own_token = WORKER_ID.split(":")
    if host == own_host and token != own_token and (pid == own_pid or not _lives(pid)):
        return True
    return result.started_at + job.limit < now


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def enqueue(job: Job, now: datetime.datetime | None = None) -> bool:
    """Queue the job unless it waits or runs already; whoever comes second gets ``False``."""
    now = timezone.localtime(now)
    with transaction.atomic():
        JobState.objects.get_or_create(name=job.name, defaults={"next_run_at": now})
        state = JobState.objects.select_for_update().get(name=job.name)
        if state.result_id:
            return False
        state.result_id = run_named.enqueue(job.name).id
        state.next_run_at = job.schedule.next_after(now)
        state.save(update_fields=["result_id", "next_run_at"])
    return True


@task(backend=BACKEND)
def run_named(name: str) -> str:
    """Run one job and write down how it went."""
    started = timezone.now()
    try:
        job = get(name)
        said = str(job.run() or "")[:500]
    except Exception as error:
        logger.exception("job %s failed", name)
        try:
            _record_failure(get(name), error, started, timezone.now())
        except KeyError:
            JobState.objects.filter(name=name).delete()  # a job that the product no longer has
        raise
    JobState.objects.filter(name=name).update(
        outcome=JobState.Outcome.DONE,
        started_at=started,
        finished_at=timezone.now(),
        message=said,
        attempts=0,
        result_id=None,
    )
    return said


def _record_failure(job: Job, error: Exception, started, finished, again: datetime.datetime | None = None) -> None:
    state = JobState.objects.get(name=job.name)
    state.attempts += 1
    if state.attempts <= job.retries:
        retry = again or finished + RETRY_AFTER[min(state.attempts, len(RETRY_AFTER)) - 1]
        state.next_run_at = min(state.next_run_at, retry)
    else:
        state.attempts = 0  # enough for now: at its next regular time
    state.outcome = JobState.Outcome.FAILED
    state.message = f"{type(error).__name__}: {error}"[:500]
    state.started_at, state.finished_at, state.result_id = started, finished, None
    state.save()


def work() -> Worker:
    """A worker that empties the queue when its ``run`` is called; ``running = False`` ends it after the present task."""
    return Worker(
        queue_names=["*"], interval=0, batch=True, backend_name=BACKEND, startup_delay=False, max_tasks=None,
        worker_id=WORKER_ID, excluded_queue_names=[],
    )  # fmt: skip
