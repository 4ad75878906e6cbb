"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register


def deliver() -> str:
    from cms.channels.outbox import deliver  # models are not there yet when jobs are declared

    return deliver.deliver()


def renew() -> str:
    from django.conf import settings

    from cms.channels.outbox import tokens, ways

    return f"{tokens.renew_idle(list(ways.read(settings.CHANNELS)[0].values()))} renewed"


register(Job("renew_channel_tokens", _("Renew keys of channels"), renew, Daily("03:40")))
register(Job("deliver_posts", _("Send posts to channels"), deliver, Every(5)))
