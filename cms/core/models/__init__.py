from cms.core.models.media import Rendition, SchoolDocument, SchoolImage
from cms.core.models.pages import BasePage
from cms.core.models.users import User
from cms.core.models.versions import Version

__all__ = ["BasePage", "Rendition", "SchoolDocument", "SchoolImage", "User", "Version"]
