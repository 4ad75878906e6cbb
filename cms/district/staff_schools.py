"""Which schools a person works for, and where that person decides for the school."""

from __future__ import annotations

from cms.tenancy import rights
from cms.tenancy.models import School
from cms.tenancy.roles import TABLE


def schools_of_user(user) -> list[School]:
    """Schools of the person's memberships that are not closed, by name."""
    ids = {place.school_id for place in rights.places_of(user) if place.school_id}
    rows = School.objects.filter(pk__in=ids, closed_on=None).select_related("site", "home_page")
    return list(rows.order_by("sort_name")) if ids else []


def can_decide_for_school(user, school_id: int) -> bool:
    """May the person answer for this school? Its approvers and administrators may."""
    return any(place.school_id == school_id and TABLE[place.role].approves for place in rights.places_of(user))
