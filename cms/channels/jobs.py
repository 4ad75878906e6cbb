"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Every, Job, register


def deliver() -> str:
    from cms.channels.outbox import deliver  # models are not there yet when jobs are declared

    return deliver.deliver()


register(Job("deliver_posts", _("Send posts to channels"), deliver, Every(5)))
