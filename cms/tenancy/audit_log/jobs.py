"""Scheduled deletion of old entries."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Job, register_job, run_command_as_job

register_job(Job("prune_log", _("Cut off the log after two years"), run_command_as_job("prune_log"), Daily("01:40")))
