from cms.tenancy.models.authorities import AuthorityChange, GoverningAuthority
from cms.tenancy.models.journal import JournalEntry
from cms.tenancy.models.memberships import Membership
from cms.tenancy.models.portal import OfficePortal
from cms.tenancy.models.schools import School, SchoolAuthority
from cms.tenancy.models.workflow import SchoolApprovalTask

__all__ = [
    "AuthorityChange",
    "GoverningAuthority",
    "JournalEntry",
    "Membership",
    "OfficePortal",
    "School",
    "SchoolApprovalTask",
    "SchoolAuthority",
]
