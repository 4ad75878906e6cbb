"""Alerts about jobs: no worker is running, or a job is overdue.

The worker checks every minute; so does every request to ``/readyz``, since a dead worker cannot report itself. The
office is notified once of each problem; a problem that returns within the hour counts as the same one.
"""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from threading import Thread
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.jobs.queues import SLOW
from cms.core.jobs.registry import Job, all_jobs, get_job
from cms.core.jobs.schedule import CLOCK_SKEW
from cms.core.models import JobAlarm, JobState, JobWorker
from cms.core.signals import jobs_in_trouble
from cms.core.web import health

logger = logging.getLogger(__name__)

WORKER = "worker"
WORKER_SILENT_AFTER = datetime.timedelta(minutes=5)  # a worker without a heartbeat for this long counts as dead
PATIENCE = {SLOW: datetime.timedelta(hours=1)}  # by queue: how long a job may be overdue before an alert
RESOLVED_AFTER = datetime.timedelta(hours=1)
REPEAT_AFTER = datetime.timedelta(minutes=15)  # a mail that could not be sent is retried
SAVE_INTERVAL = datetime.timedelta(seconds=30)


@dataclass(frozen=True)
class JobTrouble:
    name: str
    title: Any  # translated when shown
    since: datetime.datetime

    @property
    def is_worker(self) -> bool:
        return self.name == WORKER


def find_troubles(now: datetime.datetime | None = None) -> list[JobTrouble]:
    """Returns the problems that have lasted for a while: only the missing worker, or every overdue job by name."""
    now = now or timezone.now()
    found = _find_overdue(now)
    alarms = _save_alarms(found, now)
    ripe = [alarms[name] for name in sorted(found) if alarms[name].ripe_at <= now]
    return [JobTrouble(alarm.name, _job_title(alarm.name), alarm.since) for alarm in ripe]


def _job_title(name: str) -> str | Promise:
    return _("No worker is running") if name == WORKER else get_job(name).title


def _find_overdue(now: datetime.datetime) -> dict[str, tuple[datetime.datetime, datetime.datetime]]:
    """Returns name → (since when, when it is reported)."""
    beats = (
        JobWorker.objects.filter(beat_at__lte=now + CLOCK_SKEW).order_by("-beat_at").values_list("beat_at", flat=True)
    )
    last = beats.first()
    if last is None or now - last > WORKER_SILENT_AFTER:
        since = last or now
        return {WORKER: (since, since + WORKER_SILENT_AFTER)}
    done = dict(JobState.objects.values_list("name", "done_at"))
    late = [job for job in all_jobs() if job.name in done and is_overdue(job, done[job.name], now)]
    return {job.name: (done[job.name], now + PATIENCE.get(job.lane, WORKER_SILENT_AFTER)) for job in late}


def is_overdue(job: Job, done_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether the job is later than its period, the limit of a run and ``WORKER_SILENT_AFTER`` together."""
    return now - done_at > job.schedule.period + job.limit + WORKER_SILENT_AFTER


def _save_alarms(found: dict, now: datetime.datetime) -> dict[str, JobAlarm]:
    alarms = JobAlarm.objects.in_bulk()
    for name, (since, ripe_at) in found.items():
        if name not in alarms:
            values = {"since": since, "seen_at": now, "ripe_at": ripe_at, "tell_at": ripe_at}
            alarms[name], _new = JobAlarm.objects.get_or_create(name=name, defaults=values)
        elif abs(now - alarms[name].seen_at) > SAVE_INTERVAL:
            JobAlarm.objects.filter(pk=name).update(seen_at=now)
    over = [name for name, alarm in alarms.items() if name not in found and abs(now - alarm.seen_at) > RESOLVED_AFTER]
    if over:
        JobAlarm.objects.filter(pk__in=over).delete()
    return alarms


def check_jobs(now: datetime.datetime | None = None) -> str:
    """Checks all jobs and notifies the office of new problems. Returns the names of all problems."""
    found = find_troubles(now)
    send_alerts(found, now)
    return ", ".join(problem.name for problem in found)


def send_alerts(found: list[JobTrouble], now: datetime.datetime | None = None) -> None:
    """Sends ``jobs_in_trouble`` for new problems. One process reports each; after a failure it is retried."""
    now = now or timezone.now()
    untold = JobAlarm.objects.filter(tell_at__lte=now)
    mine = [problem for problem in found if untold.filter(pk=problem.name).update(tell_at=now + REPEAT_AFTER)]
    if mine:
        jobs_in_trouble.send(sender=None, problems=mine)
        JobAlarm.objects.filter(pk__in=[problem.name for problem in mine]).update(tell_at=None)


def degradation_reason() -> str:
    """Returns the reason for ``/readyz``, in English. A thread sends the mails, so that the response does not wait."""
    found = find_troubles()
    if JobAlarm.objects.filter(pk__in=[problem.name for problem in found], tell_at__lte=timezone.now()).exists():
        Thread(target=_send_alerts_in_thread, args=(found,), daemon=True).start()
    if any(problem.is_worker for problem in found):
        return "no worker is running"
    return "overdue: " + ", ".join(problem.name for problem in found) if found else ""


def _send_alerts_in_thread(found: list[JobTrouble]) -> None:
    try:
        send_alerts(found)
    except Exception:
        logger.exception("the office could not be told of trouble with the jobs")
    finally:
        connection.close()  # the connection of this thread


health.register_check("jobs", degradation_reason)
