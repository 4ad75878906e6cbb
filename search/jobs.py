"""Scheduled jobs: update the search index, and compare it with the content every night."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job, run_command_as_job

register_job(
    Job(
        "search_replay",
        _("Send to the search what it missed"),
        run_command_as_job("search_repair", "--quick"),
        Every(1),
    )
)
register_job(
    Job(
        "search_repair",
        _("Compare the search with the content"),
        run_command_as_job("search_repair", "--json"),
        Daily("02:00"),
        limit=datetime.timedelta(hours=3),
        retries=1,
    )
)
