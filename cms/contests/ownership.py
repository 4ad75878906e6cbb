"""How rows of this app tell whose they are (``cms.tenancy.row_access.owners``)."""

from __future__ import annotations

from typing import Any

from cms.contests.models import BankQuestion
from cms.tenancy.row_access.scope import OWN, OwnerType


def resolve_question_owner(row: Any, wall: Any) -> OwnerType:
    """In the admin people of schools read what the office shares. Outside it no question becomes an object: contests
    show what was frozen."""
    if wall.admin and row.school_id is None and row.shared and row.state != BankQuestion.State.DRAFT:
        return OWN
    return wall.reach.of_owner(row.school_id)
