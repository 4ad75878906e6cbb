"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import Ref
from cms.tenancy.access.url_rules import OFFICE, PAGE, declare, own
from cms.tenancy.roles import Role, grant

ITEM = Ref("channels.outboxitem")

declare(
    {
        "channels_outbox": own(),
        "channels_outbox_results": own(),
        "channels_item": own(outbox_item_id=ITEM),
        "channels_step": own("step", outbox_item_id=ITEM),
        "channels_share": own(page_id=PAGE),
        "channels_sent": OFFICE,
        "channels_sent_results": OFFICE,
        "channels_share_sent": OFFICE,
    }
)

# Kept by the worker for itself; no screen shows a token.
scope.declare(not_by_school=("channels.channeltoken",))

grant([Role.SCHOOL_EDITOR], {"channels.outboxitem": frozenset({"view"})})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"channels.outboxitem": frozenset({"add", "change", "view"})},
)
