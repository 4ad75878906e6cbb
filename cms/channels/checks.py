"""What is wrong with ``CHANNELS``, said at start without a word of a key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from cms.channels.outbox import ways


@checks.register
def ways_can_be_read(app_configs: Any = None, **kwargs: Any) -> list[checks.Warning]:
    hint = "See docs/channels.md; the other ways work."
    return [checks.Warning(words, hint=hint, id="channels.W001") for words in ways.read(settings.CHANNELS)[1]]
