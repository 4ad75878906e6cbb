"""Scheduled jobs of the library."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job, run_command_as_job

register_job(
    Job(
        "recompute_statuses",
        _("Bring the statuses of legal documents up to date"),
        run_command_as_job("recompute_statuses"),
        Daily("00:05"),
        limit=datetime.timedelta(minutes=30),
    )
)


def continue_imports() -> str:
    from cms.legal.importer import uploads  # models are not loaded yet when jobs are declared

    return uploads.continue_all_imports()


register_job(Job("continue_imports", _("Take up imports that were interrupted"), continue_imports, Every(5)))
