"""Builds the subject of a request from explicitly listed roles. A superuser runs the install and has none of them."""

from __future__ import annotations

from cms.tenancy import rights
from cms.tenancy.access.rule_types import Subject
from cms.tenancy.roles import EVERY_SCHOOL, READING_ROLES, SCHOOL_ROLES, Role

#: Roles that work on the portal's pages and media.
PORTAL_ROLES = frozenset({Role.OFFICE_LIBRARIAN})
LIBRARY_ROLES = frozenset({Role.OFFICE_LIBRARIAN})


def subject_of(user) -> Subject:
    """Returns the subject. Without memberships, suspended or anonymous, it reaches only open URLs."""
    if user.is_active and user.is_superuser:
        return Subject(everywhere=True)
    places = rights.places_of(user)
    roles = {place.role for place in places}
    return Subject(
        places=frozenset(
            place.school_id for place in places if place.role in SCHOOL_ROLES or place.role in PORTAL_ROLES
        ),
        everywhere=bool(roles & EVERY_SCHOOL),
        library=bool(roles & LIBRARY_ROLES),
        answers=rights.may_answer(user),
        reads_all=bool(roles & READING_ROLES),
    )
