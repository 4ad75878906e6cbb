"""The school that a person with several currently works for: stored in the session, applied to all lists.

It limits what lists, filters and the explorer show, never what may be opened: a link to another own school's page
switches to that school.
"""

from __future__ import annotations

from cms.tenancy import rights

_KEY = "working_for"  # id of a school, or "office"
OFFICE = "office"


def can_choose_school(visitor) -> bool:
    """Returns ``False`` for roles that reach or read every school: they see all schools."""
    return len(visitor.places) > 1 and not visitor.everywhere and not visitor.reads_all


def restore_choice(request, visitor) -> None:
    """Runs before the view: restores the session's choice if the person still has that place and another one."""
    key = request.session.get(_KEY)
    place = None if key == OFFICE else key
    if key is not None and can_choose_school(visitor) and place in visitor.places:
        rights.choose_place(request.user, place)


def follow_owners(request, visitor, owners) -> None:
    """Switches to another own place when the request opens an object of it. ``owners``: the owners of the named
    objects."""
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
