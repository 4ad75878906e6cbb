"""The school that a person of several works for at the moment: kept in the session, followed by all lists.

It narrows what lists, filters and the explorer show, never what may be opened: a link to another own school's page
switches there.
"""

from __future__ import annotations

from cms.tenancy import rights

_KEY = "working_for"  # id of a school, or "office"
OFFICE = "office"


def can_choose_school(visitor) -> bool:
    """Roles that reach or read every school see them all."""
    return len(visitor.places) > 1 and not visitor.everywhere and not visitor.reads_all


def restore_choice(request, visitor) -> None:
    """Before the view: the choice of this session, if the person still has that place and another one."""
    key = request.session.get(_KEY)
    place = None if key == OFFICE else key
    if key is not None and can_choose_school(visitor) and place in visitor.places:
        rights.choose_place(request.user, place)


def follow_owners(request, visitor, owners) -> None:
    """The request opens a thing of another own place: work goes on there. ``owners``: whose the things named are."""
    own = [owner for owner in owners if owner in visitor.places]
    chosen = rights.chosen_place(request.user)
    if chosen is not None and own and chosen.school_id not in own:
        choose_school(request, own[0])


def choose_school(request, school_id: int | None) -> None:
    request.session[_KEY] = school_id or OFFICE
    rights.choose_place(request.user, school_id)


def choose_all_schools(request) -> None:
    request.session.pop(_KEY, None)
    rights.choose_all_places(request.user)
