"""What the library does by itself."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, command, register

register(
    Job(
        "recompute_statuses",
        _("Bring the statuses of legal documents up to date"),
        command("recompute_statuses"),
        Daily("00:05"),
        limit=datetime.timedelta(minutes=30),
    )
)


def continue_imports() -> str:
    from cms.legal.importer import uploads  # models are not there yet when jobs are declared

    return uploads.go_on_all()


register(Job("continue_imports", _("Take up imports that were interrupted"), continue_imports, Every(5)))
