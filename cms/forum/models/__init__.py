"""Tables of this app; other modules import from here."""

from cms.forum.models.boards import Board
from cms.forum.models.topics import Entry, EntryReport, Follow, Topic

__all__ = ["Board", "Entry", "EntryReport", "Follow", "Topic"]
