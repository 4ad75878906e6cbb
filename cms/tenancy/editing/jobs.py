"""Answers to forms are kept as long as somebody may leaf back to one."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Job, register_job
from cms.tenancy.models import SentForm

KEPT = datetime.timedelta(days=30)


def prune() -> str:
    return str(SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()[0])


register_job(Job("prune_sent_forms", _("Forget which forms were sent a month ago"), prune, Daily("01:55")))
