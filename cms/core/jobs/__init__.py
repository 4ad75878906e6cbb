"""Work that returns by itself: one list, run by one worker (``manage.py run_jobs``).

An app adds its own in a module ``jobs.py`` (found at start-up)::

    register(Job("check_links", _("Check links"), run, Daily("02:30"), limit=timedelta(hours=2)))

``run`` takes nothing and may return one line about what it did. It must be safe to run twice and to be killed
midway: it is then started again.
"""

from cms.core.jobs.registry import Job, all_jobs, command, get, register
from cms.core.jobs.schedule import Daily, Every

__all__ = ["Daily", "Every", "Job", "all_jobs", "command", "get", "register"]
