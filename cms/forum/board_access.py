"""Which boards a person reads, where it writes and moderates; and the same for the wall at the row."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from cms.forum.models import Board
from cms.tenancy import rights
from cms.tenancy.models import Membership
from cms.tenancy.roles import ASSIGNED_ROLES, TABLE
from cms.tenancy.row_access.owners import column_value
from cms.tenancy.row_access.scope import FOREIGN, OWN, OwnerType

WRITE, MODERATE, MANAGE = "forum.add_entry", "forum.change_topic", "forum.change_board"


def boards_readable_by(user) -> QuerySet[Board]:
    """Of the own schools and of all. Whoever reaches every school at the office reads theirs too."""
    rows = Board.objects.select_related("school")
    if user.is_superuser:
        return rows
    places = rights.places_of(user)
    if not places:
        return rows.none()
    if any(place.everywhere for place in places):
        return rows
    return rows.filter(Q(school=None) | Q(school__in=[place.school_id for place in places if place.school_id]))


def can_write(user, board: Board) -> bool:
    if board.closed:
        return False
    if board.school_id is None and not user.is_superuser:
        return any(WRITE in place.rights.actions for place in rights.places_of(user))
    return rights.has_right(user, WRITE, board.school_id)


def can_moderate(user, board: Board) -> bool:
    return rights.has_right(user, MODERATE, board.school_id)


def places_managed_by(user) -> list[int | None]:
    """Places that the person makes boards for: schools, ``None`` for all schools together."""
    if user.is_superuser:
        return [None]
    return list(dict.fromkeys(place.school_id for place in rights.places_of(user) if MANAGE in place.rights.actions))


def filter_readers(board: Board, user_ids: list[int]) -> list[int]:
    """Of these people those who read the board now."""
    rows = Membership.objects.active().exclude(role__in=ASSIGNED_ROLES).filter(user__in=user_ids, user__is_active=True)
    roles = set(TABLE) - ASSIGNED_ROLES
    here = rows if board.school_id is None else rows.filter(rights.reaching_memberships(roles, board.school_id))
    return sorted(set(here.values_list("user", flat=True)))


def mentionable_colleagues(user, board: Board) -> QuerySet:
    """Colleagues of the person's own schools, whom it may mention."""
    schools = [place.school_id for place in rights.places_of(user) if place.school_id]
    rows = Membership.objects.active().filter(school__in=schools).exclude(role__in=ASSIGNED_ROLES)
    return get_user_model().objects.filter(pk__in=rows.values("user"), is_active=True)


def _owner_from(school: int | None, wall) -> OwnerType:
    if school is None:
        return OWN if wall.places else FOREIGN
    return wall.reach.of_owner(school)


def owner_of_board(row, wall) -> OwnerType:
    return _owner_from(column_value(row, "school_id"), wall)


def owner_through(path: str) -> Callable:
    """For what hangs on a board; ``path`` leads from its key to the board's school. Asked once for each in a request:
    a page of a topic has many entries of one."""
    key, _sign, rest = path.partition("__")

    def tell(row, wall) -> OwnerType:
        model, number = row._meta.get_field(key).related_model, column_value(row, f"{key}_id")
        known = vars(wall).setdefault("_boards", {})
        if (model, number) not in known:
            known[model, number] = list(model.objects.filter(pk=number).values_list(rest, flat=True))
        found = known[model, number]
        return _owner_from(found[0], wall) if found else FOREIGN

    return tell
