from cms.board.models.snapshots import Snapshot
from cms.board.models.targets import Target

__all__ = ["Snapshot", "Target"]
