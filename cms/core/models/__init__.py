"""Models shared by all layers: users, the base page, pictures and files, file texts, jobs, version counters."""

from cms.core.models.file_texts import FileText
from cms.core.models.jobs import JobAlarm, JobState, JobWorker
from cms.core.models.media import Rendition, SchoolDocument, SchoolImage
from cms.core.models.pages import BasePage
from cms.core.models.users import User
from cms.core.versions import Version

__all__ = [
    "BasePage",
    "FileText",
    "JobAlarm",
    "JobState",
    "JobWorker",
    "Rendition",
    "SchoolDocument",
    "SchoolImage",
    "User",
    "Version",
]
