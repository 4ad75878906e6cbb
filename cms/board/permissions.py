"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import Access, ObjectReference
from cms.tenancy.access.url_rules import declare_namespace, declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights

declare_namespace(Access.OFFICE, "board", "targets", "plans")
declare_rules(
    {
        "board:evidence": own_objects("code", school_id=ObjectReference("tenancy.school")),
        "board:our_plan": own_objects(school_id=ObjectReference("tenancy.school")),
    }
)

scope.declare_ownership(office=("board.target", "board.plan"))
grant_rights([Role.OFFICE_ADMIN], dict.fromkeys(("board.target", "board.plan"), ALL))
