"""Which schools' people a user manages, and which roles the user may give: never one above the own."""

from __future__ import annotations

from collections.abc import Callable

from cms.tenancy import rights
from cms.tenancy.models import Membership
from cms.tenancy.roles import EVERY_SCHOOL, OFFICE_ROLES, SCHOOL_ROLES, Role


def managed_schools(user) -> frozenset[int] | None:
    """Returns ids of the schools whose people ``user`` manages; ``None``: of every school."""
    return _schools_with_right(user, lambda place: place.rights.people)


def visible_schools(user) -> frozenset[int] | None:
    """Returns ids of schools whose people ``user`` manages or reads, as an observer does; ``None``: of every school."""
    return _schools_with_right(user, lambda place: place.rights.people or place.rights.reads)


def _schools_with_right(user, chosen: Callable[[rights.MembershipScope], bool]) -> frozenset[int] | None:
    if user.is_active and user.is_superuser:
        return None
    places = [place for place in rights.places_of(user) if chosen(place)]
    if any(place.everywhere for place in places):
        return None
    return frozenset(place.school_id for place in places if place.school_id)


def manages_school(user, school_id: int | None) -> bool:
    schools = managed_schools(user)
    return schools is None or school_id in schools


def manages_office(user) -> bool:
    """Returns whether ``user`` manages the people of every school, and the office's own."""
    if user.is_superuser:
        return user.is_active
    return any(place.role in EVERY_SCHOOL and place.rights.people for place in rights.places_of(user))


def works_for_office(user_id: int) -> bool:
    return Membership.objects.active().filter(user=user_id, role__in=OFFICE_ROLES).exists()


def assignable_roles(user, school_id: int | None) -> tuple[Role, ...]:
    """Returns the roles that ``user`` may give in the school: up to the highest own one there; all for the office."""
    if not manages_school(user, school_id):
        return ()
    own = {place.role for place in rights.places_of(user) if place.school_id == school_id or place.role in EVERY_SCHOOL}
    if user.is_superuser or own & EVERY_SCHOOL:
        return SCHOOL_ROLES
    ranks = [SCHOOL_ROLES.index(role) for role in own if role in SCHOOL_ROLES]
    return SCHOOL_ROLES[: max(ranks) + 1] if ranks else ()


def manageable_memberships(user):
    """Returns memberships in schools that ``user`` may see: one row per person and school (the first, if more)."""
    rows = Membership.objects.filter(school__isnull=False)
    schools = visible_schools(user)
    if schools is not None:
        rows = rows.filter(school__in=schools)
    if not user.is_superuser:
        rows = rows.filter(user__is_superuser=False)
    return rows.filter(pk__in=first_memberships())


def first_memberships():
    from django.db.models import Min

    return (
        Membership.objects.filter(school__isnull=False).values("user", "school").annotate(one=Min("pk")).values("one")
    )


def roles_in(user_id: int, school_id: int | None):
    """Returns all memberships of a person in a school: usually one."""
    return Membership.objects.filter(user=user_id, school=school_id)


def highest_role(roles) -> Role:
    return max((Role(role) for role in roles), key=SCHOOL_ROLES.index)
