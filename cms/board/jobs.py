"""The board's jobs: measuring every hour keeps the board near the day and leaves a snapshot for the trends."""

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job, run_command_as_job

register_job(
    Job(
        "measure_schools", _("Measure the schools for the board"), run_command_as_job("measure_schools"), Every(60),
        limit=datetime.timedelta(minutes=15),
    )
)  # fmt: skip
register_job(
    Job("remind_schools", _("Remind schools of what is to do"), run_command_as_job("remind_schools"), Daily("07:30"))
)
