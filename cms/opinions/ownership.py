"""Whose a round and an opinion are, for the wall at the row, and who may say something."""

from __future__ import annotations

from django.db.models import QuerySet

from cms.core.instance_hooks import allow_all_rows
from cms.opinions.models import Consultation
from cms.tenancy import rights
from cms.tenancy.row_access.owners import column_value
from cms.tenancy.row_access.scope import FOREIGN, OWN, OwnerType

VIEW, CHANGE = "opinions.view_consultation", "opinions.change_consultation"
_COLUMNS = ("school", "audience", "school_ids", "opened_at")
Audience = Consultation.Audience


def owner_of_consultation(row, wall) -> OwnerType:
    """Of who asks; while it is open also of those who are asked."""
    values = (column_value(row, "school_id"), *(column_value(row, name) for name in _COLUMNS[1:]))
    return _owner_from(values, wall)


def _owner_from(values, wall) -> OwnerType:
    owner, audience, schools, opened = values
    if owner in wall.places:
        return OWN
    asked = opened is not None and _is_asked(owner, audience, schools, wall.places)
    return OWN if asked else FOREIGN


def _is_asked(owner: int | None, audience: str, schools: list[int], places: frozenset[int | None]) -> bool:
    """People with an account are those of who asks: the school's own, everybody's for the office."""
    if audience == Audience.SCHOOLS:
        return bool(places & set(schools))
    return bool(places) if owner is None else owner in places


def owner_of_article(row, wall) -> OwnerType:
    values = _load_consultation(row, wall)
    return FOREIGN if values is None else _owner_from(values, wall)


def _load_consultation(row, wall):
    """Asked once for each round in a request: a page has many articles and opinions of one."""
    number, known = column_value(row, "consultation_id"), vars(wall).setdefault("_rounds", {})
    if number not in known:
        known[number] = Consultation.objects.filter(pk=number).values_list(*_COLUMNS).first()
    return known[number]


def owner_of_opinion(row, wall) -> OwnerType:
    """Of who asked, and of the school in whose name it was said."""
    if (school := column_value(row, "school_id")) is not None and school in wall.places:
        return OWN
    values = _load_consultation(row, wall)
    return OWN if values is not None and values[0] in wall.places else FOREIGN


def consultations_managed_by(user) -> QuerySet[Consultation]:
    """Rounds of the places in view that the person looks after."""
    rows = Consultation.objects.all()
    if user.is_superuser:
        return rows
    places = [place for place in rights.places_in_view(user) if VIEW in place.rights.actions or place.rights.reads]
    if any(place.rights.reads for place in places):
        return rows
    found = rows.filter(school__in=[place.school_id for place in places if place.school_id])
    return found | rows.filter(school=None) if any(place.school_id is None for place in places) else found


def can_change_consultation(user, row: Consultation) -> bool:
    return rights.has_right(user, CHANGE, row.school_id)


def consultations_for_user(user) -> list[Consultation]:
    """Rounds that are open or over in which the person is asked, the most urgent first."""
    places = frozenset(place.school_id for place in rights.places_of(user))
    with allow_all_rows("rounds of opinions are sorted out by who is asked"):
        rows = Consultation.objects.filter(opened_at__isnull=False).order_by("-closes_at")[:200]
        return [row for row in rows if _is_asked(row.school_id, row.audience, row.school_ids, places)]


def represented_places(user, row: Consultation) -> list[int | None]:
    """In whose name the person may say something: a named school's, by who decides there; else the own place's."""
    places = [place for place in rights.places_of(user) if not place.rights.reads]
    if row.audience == Audience.SCHOOLS:
        return [
            place.school_id for place in places if place.school_id in row.school_ids and CHANGE in place.rights.actions
        ]
    here = frozenset(place.school_id for place in places)
    return list(dict.fromkeys(place.school_id for place in places)) if _is_asked(
        row.school_id, row.audience, row.school_ids, here
    ) else []  # fmt: skip
