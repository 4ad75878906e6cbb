"""Old entries go by themselves."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Job, command, register

register(Job("prune_log", _("Cut off the log after two years"), command("prune_log"), Daily("01:40")))
