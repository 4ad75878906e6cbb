"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import OFFICE, PAGE, declare_rules, own_objects
from cms.tenancy.roles import Role, grant_rights

ITEM = ObjectReference("channels.outboxitem")

declare_rules(
    {
        "channels_outbox": own_objects(),
        "channels_outbox_results": own_objects(),
        "channels_item": own_objects(outbox_item_id=ITEM),
        "channels_step": own_objects("step", outbox_item_id=ITEM),
        "channels_share": own_objects(page_id=PAGE),
        "channels_sent": OFFICE,
        "channels_sent_results": OFFICE,
        "channels_share_sent": OFFICE,
    }
)

# Kept by the worker for itself; no screen shows a token.
scope.declare_ownership(not_by_school=("channels.channeltoken",))

grant_rights([Role.SCHOOL_EDITOR], {"channels.outboxitem": frozenset({"view"})})
grant_rights(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"channels.outboxitem": frozenset({"add", "change", "view"})},
)
