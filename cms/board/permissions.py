"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import Access, Ref
from cms.tenancy.access.url_rules import declare, declare_namespace, own
from cms.tenancy.roles import ALL, Role, grant

declare_namespace(Access.OFFICE, "board", "targets", "plans")
declare(
    {
        "board:evidence": own("code", school_id=Ref("tenancy.school")),
        "board:our_plan": own(school_id=Ref("tenancy.school")),
    }
)

scope.declare(office=("board.target", "board.plan"))
grant([Role.OFFICE_ADMIN], dict.fromkeys(("board.target", "board.plan"), ALL))
