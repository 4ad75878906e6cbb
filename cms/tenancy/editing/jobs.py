"""Prunes stored form responses: they last as long as somebody may go back to such a form in the browser."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Job, register_job
from cms.tenancy.models import SentForm

RETENTION = datetime.timedelta(days=30)


def prune_sent_forms() -> str:
    return str(SentForm.objects.filter(sent_at__lt=timezone.now() - RETENTION).delete()[0])


register_job(Job("prune_sent_forms", _("Forget which forms were sent a month ago"), prune_sent_forms, Daily("01:55")))
