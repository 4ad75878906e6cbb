"""Whose the admin's addresses of this app are (see ``cms.tenancy.guard.table``)."""

from cms.tenancy.guard.rules import Ref
from cms.tenancy.guard.table import OFFICE, PAGE, declare, own

SCHOOL = Ref("tenancy.school")

declare(
    dict.fromkeys(
        (
            "district_jobs", "district_job_run", "district_broadcasts", "district_broadcast_add", "district_broadcast",
            "district_broadcast_edit", "district_broadcast_send", "district_broadcast_recall",
            "district_broadcast_remind", "district_queue", "district_queue_item", "district_queue_decide",
            "district_gather", "district_gather_mark", "district_links",
        ),
        OFFICE,
    )
)  # fmt: skip
# The views look whether the item was sent to that school.
declare(
    {
        "district_offered": own(),
        "district_our_links": own(),
        "district_nominate": own(page_id=PAGE),
        "district_inbox": own(),
        "district_inbox_item": own("broadcast_id", school_id=SCHOOL),
        "district_inbox_changes": own("broadcast_id", school_id=SCHOOL),
        "district_inbox_answer": own("broadcast_id", "step", school_id=SCHOOL),
    }
)
