"""Jobs of Wagtail's and of the queue itself."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core import scheduled
from cms.core.jobs import Daily, Every, Job, command, register

register(
    Job(
        "publish_scheduled",
        _("Publish and withdraw pages on time"),
        scheduled.run,
        Every(1),
        limit=datetime.timedelta(minutes=5),
    )
)
register(
    Job(
        "prune_queue",
        _("Clear finished tasks from the queue"),
        command("prune_db_task_results", "--backend=jobs", "--queue-name=*", "--min-age-days=3"),
        Daily("01:10"),
    )
)
