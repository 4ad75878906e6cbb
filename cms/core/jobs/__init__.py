"""Work that returns by itself: one list, run by the worker (``manage.py run_jobs``).

An app adds its own in a module ``jobs.py`` (found at start-up)::

    register(Job("check_links", _("Check links"), run, Daily("02:30"), limit=timedelta(hours=2)))

``run`` takes nothing and may return one line about what it did. It must be safe to run twice and to be killed
midway: it is then started again.

queue (what is due) → supervisor (claims, one process a run) → child (runs) → outcome (writes down) · lost (who died)
· alarm (what is late)
"""

from cms.core.jobs.registry import Job, all_jobs, get_job, register_job, run_command_as_job
from cms.core.jobs.schedule import Daily, Every

__all__ = ["Daily", "Every", "Job", "all_jobs", "get_job", "register_job", "run_command_as_job"]
