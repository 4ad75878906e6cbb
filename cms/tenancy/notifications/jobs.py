"""Scheduled jobs that mail notices."""

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job
from cms.tenancy.notifications import digest

LIMIT = datetime.timedelta(hours=1)

register_job(Job("send_notices", _("Send waiting mails again"), digest.send_due_letters, Every(10), limit=LIMIT))
register_job(Job("send_digest", _("Mail the notices of the day"), digest.send_digest, Daily("06:30"), limit=LIMIT))
register_job(Job("prune_notices", _("Forget old notices and mails"), digest.prune_notices, Daily("01:50")))
