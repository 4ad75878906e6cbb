"""Tables of the board: plans and their targets, snapshots of what was measured, reminders."""

from cms.board.models.plans import Plan, PlanEvidence, PlanTask
from cms.board.models.reminders import Reminder
from cms.board.models.snapshots import Snapshot
from cms.board.models.targets import Target

__all__ = ["Plan", "PlanEvidence", "PlanTask", "Reminder", "Snapshot", "Target"]
