"""Models: authorities, schools, the portal, memberships, invitations, audit log, notices."""

from cms.tenancy.models.authorities import AuthorityChange, GoverningAuthority
from cms.tenancy.models.invitations import Invitation
from cms.tenancy.models.journal import JournalEntry
from cms.tenancy.models.memberships import Membership
from cms.tenancy.models.notices import Letter, Notice, NoticeOptOut
from cms.tenancy.models.portal import OfficePortal
from cms.tenancy.models.schools import School, SchoolAuthority
from cms.tenancy.models.sent_forms import SentForm
from cms.tenancy.models.workflow import SchoolApprovalTask

__all__ = [
    "AuthorityChange",
    "GoverningAuthority",
    "Invitation",
    "JournalEntry",
    "Letter",
    "Membership",
    "Notice",
    "NoticeOptOut",
    "OfficePortal",
    "School",
    "SchoolApprovalTask",
    "SchoolAuthority",
    "SentForm",
]
