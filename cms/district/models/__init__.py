"""Tables of what goes between office and schools: broadcasts and receipts, submissions, gathered items, links."""

from cms.district.models.broadcasts import Broadcast
from cms.district.models.gathering import Depth, GatherRules
from cms.district.models.links import BlockCheck, CheckedLink, LinkUse
from cms.district.models.receipts import Receipt, ReceiptEvent
from cms.district.models.submissions import Submission, SubmissionEvent

__all__ = [
    "BlockCheck",
    "Broadcast",
    "CheckedLink",
    "Depth",
    "GatherRules",
    "LinkUse",
    "Receipt",
    "ReceiptEvent",
    "Submission",
    "SubmissionEvent",
]
