"""Registers the jobs of Wagtail and of the queue itself."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, alerts, register_job, run_command_as_job
from cms.core.models import JobWorker
from cms.core.pages import revisions, scheduled

_prune_tasks = run_command_as_job("prune_db_task_results", "--backend=jobs", "--queue-name=*", "--min-age-days=3")


def prune_queue() -> str:
    JobWorker.objects.filter(beat_at__lt=timezone.now() - datetime.timedelta(days=1)).delete()
    return _prune_tasks()


register_job(
    Job(
        "publish_scheduled",
        _("Publish and withdraw pages on time"),
        scheduled.publish_scheduled_pages,
        Every(1),
        limit=datetime.timedelta(minutes=5),
    )
)
register_job(Job("watch_jobs", _("Look whether every job is on time"), alerts.check_jobs, Every(1)))
register_job(Job("prune_queue", _("Clear finished tasks from the queue"), prune_queue, Daily("01:10")))
register_job(
    Job("prune_sessions", _("Forget sessions that have ended"), run_command_as_job("clearsessions"), Daily("01:20"))
)
register_job(
    Job(
        "prune_revisions",
        _("Thin out old versions of pages"),
        revisions.prune_revisions,
        Daily("01:30"),
        limit=datetime.timedelta(hours=1),
    )
)
