"""Recurring jobs: one registry, run by the worker (``manage.py run_jobs``).

An app registers its jobs in a module ``jobs.py`` (found at start-up)::

    register(Job("check_links", _("Check links"), run, Daily("02:30"), limit=timedelta(hours=2)))

``run`` takes no arguments and may return one line about what it did. It must be safe to run twice and to be killed
midway: it is then started again.

``queue`` (due jobs) → ``supervisor`` (claims, one process per run) → ``run_process`` (runs) → ``results`` (records)
· ``orphaned_runs`` (of dead workers) · ``alerts`` (overdue jobs)
"""

from cms.core.jobs.registry import Job, all_jobs, get_job, register_job, run_command_as_job
from cms.core.jobs.schedule import Daily, Every

__all__ = ["Daily", "Every", "Job", "all_jobs", "get_job", "register_job", "run_command_as_job"]
