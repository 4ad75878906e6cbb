"""What this app does by itself every night."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Job, command, register

register(
    Job(
        "check_blocks",
        _("Look for the office's links on every school's site"),
        command("check_links", "--blocks"),
        Daily("03:10"),
        limit=datetime.timedelta(hours=2),
    )
)
register(
    Job(
        "check_outgoing",
        _("Check the links to other sites"),
        command("check_links", "--outgoing"),
        Daily("04:00"),
        limit=datetime.timedelta(hours=4),
    )
)
