"""Mails of notices by themselves."""

import datetime

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register
from cms.tenancy.notices import post

LIMIT = datetime.timedelta(hours=1)

register(Job("send_notices", _("Send waiting mails again"), post.send, Every(10), limit=LIMIT))
register(Job("send_digest", _("Mail the notices of the day"), post.digest, Daily("06:30"), limit=LIMIT))
register(Job("prune_notices", _("Forget old notices and mails"), post.prune, Daily("01:50")))
