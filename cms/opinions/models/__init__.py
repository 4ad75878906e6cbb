"""Tables of this app; other modules import from here."""

from cms.opinions.models.opinions import Opinion, Taken
from cms.opinions.models.rounds import Consultation, DraftArticle

__all__ = ["Consultation", "DraftArticle", "Opinion", "Taken"]
