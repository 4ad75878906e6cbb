"""Tables of this app; other modules import from here."""

from cms.channels.models.outbox import OutboxItem
from cms.channels.models.tokens import ChannelToken

__all__ = ["ChannelToken", "OutboxItem"]
