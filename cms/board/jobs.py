"""When the schools are measured: every night for the trends, every hour so that the board follows the day."""

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Every, Job, command, register

register(
    Job(
        "measure_schools", _("Measure the schools for the board"), command("measure_schools"), Every(60),
        limit=datetime.timedelta(minutes=15),
    )
)  # fmt: skip
