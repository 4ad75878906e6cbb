"""How rows of this app tell whose they are (``cms.tenancy.row_access.owners``)."""

from __future__ import annotations

from typing import Any

from cms.tenancy import rights
from cms.tenancy.row_access.scope import OWN, OwnerType


def resolve_course_owner(row: Any, wall: Any) -> OwnerType:
    """What is announced is read by those whom it is for: the office's by everybody, a school's by its people, experts
    too."""
    if row.is_public and (row.school_id is None or row.school_id in rights.owners_worked_for(wall.user)):
        return OWN
    return wall.reach.of_owner(row.school_id)


def resolve_enrolment_owner(row: Any, wall: Any) -> OwnerType:
    """Of the school that the person works for, and of the person."""
    if row.user_id is not None and row.user_id == wall.user.pk:
        return OWN
    return wall.reach.of_owner(row.school_id)


def resolve_reporter_owner(row: Any, wall: Any) -> OwnerType:
    """The office's people are trainers of every school."""
    return OWN if wall.admin and row.school_id is None else wall.reach.of_owner(row.school_id)
