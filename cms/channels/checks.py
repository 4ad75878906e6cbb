"""What is wrong with ``CHANNELS``, said at start without a word of a key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from cms.channels.outbox import channel_config


@checks.register
def check_channel_config(app_configs: Any = None, **kwargs: Any) -> list[checks.Warning]:
    hint = "See docs/channels.md; the other ways work."
    return [
        checks.Warning(words, hint=hint, id="channels.W001")
        for words in channel_config.parse_channels(settings.CHANNELS)[1]
    ]
