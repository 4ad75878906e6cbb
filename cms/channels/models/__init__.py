"""Tables of this app; other modules import from here."""

from cms.channels.models.outbox import OutboxItem

__all__ = ["OutboxItem"]
