"""Whose the admin's addresses of this app are (see ``cms.tenancy.guard.table``)."""

from cms.tenancy.guard.rules import Access, Ref
from cms.tenancy.guard.table import declare, declare_namespace, own

declare_namespace(Access.OFFICE, "board", "targets", "plans")
declare(
    {
        "board:evidence": own("code", school_id=Ref("tenancy.school")),
        "board:our_plan": own(school_id=Ref("tenancy.school")),
    }
)
