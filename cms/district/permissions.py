"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.district.broadcasts import ownership
from cms.district.models import Broadcast, Submission
from cms.tenancy import scope
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import OFFICE, PAGE, declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers
from cms.tenancy.row_access.policy import public_conditions

SCHOOL = ObjectReference("tenancy.school")

declare_rules(
    dict.fromkeys(
        (
            "district_jobs", "district_job_run", "district_broadcasts", "district_broadcast_add",
            "district_broadcast", "district_broadcast_results", "district_broadcast_edit", "district_broadcast_send",
            "district_broadcast_recall", "district_broadcast_remind", "district_queue", "district_queue_results",
            "district_queue_item", "district_queue_decide", "district_gather", "district_gather_mark",
            "district_links", "district_links_results",
        ),
        OFFICE,
    )
)  # fmt: skip
# The views look whether the item was sent to that school.
declare_rules(
    {
        "district_offered": own_objects(),
        "district_our_links": own_objects(),
        "district_our_links_results": own_objects(),
        "district_nominate": own_objects(page_id=PAGE),
        "district_inbox": own_objects(),
        "district_inbox_results": own_objects(),
        "district_inbox_item": own_objects("broadcast_id", school_id=SCHOOL),
        "district_inbox_changes": own_objects("broadcast_id", school_id=SCHOOL),
        "district_inbox_answer": own_objects("broadcast_id", "step", school_id=SCHOOL),
    }
)

scope.declare_ownership(
    office=("district.broadcast", "district.gatherrules"),
    not_by_school=("district.receiptevent", "district.submissionevent", "district.checkedlink"),
)
owner_resolvers[Broadcast] = ownership.owner_of_broadcast
public_conditions[Submission] = lambda row: bool(row.accepted_revision_id)

#: What travels between office and schools is never deleted: it is recalled, refused or withdrawn, with a reason.
grant_rights(
    [Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {
        "district.broadcast": ALL - {"delete"},
        **dict.fromkeys(("district.submission", "district.gatherrules"), frozenset({"view", "change"})),
    },
)
