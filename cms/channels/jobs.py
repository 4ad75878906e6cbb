"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job


def deliver_posts() -> str:
    from cms.channels.outbox import delivery  # models are not there yet when jobs are declared

    return delivery.deliver_due_posts()


def renew_channel_tokens() -> str:
    from django.conf import settings

    from cms.channels.outbox import access_tokens, channel_config

    return (
        f"{access_tokens.renew_idle_tokens(list(channel_config.parse_channels(settings.CHANNELS)[0].values()))} renewed"
    )


register_job(Job("renew_channel_tokens", _("Renew keys of channels"), renew_channel_tokens, Daily("03:40")))
register_job(Job("deliver_posts", _("Send posts to channels"), deliver_posts, Every(5)))
