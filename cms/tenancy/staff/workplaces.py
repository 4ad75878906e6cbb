"""The owners that a person works for in screens that are not Wagtail's: the own places, not all that a role reaches."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem

from cms.tenancy import rights
from cms.tenancy.models import School


def workplace_owners(user: Any, action: str = "") -> list[int | None]:
    """Returns the person's own places in view (``None``: the office's), with ``action`` only those where it is allowed.
    A role that reaches every school works on the office's objects here; schools' work belongs to the schools."""
    if user.is_superuser:
        return [None]
    found = dict.fromkeys(place.school_id for place in rights.places_in_view(user))
    return [owner for owner in found if not action or rights.has_right(user, action, owner)]


def filter_by_owners(ids: list[int | None], column: str = "school") -> Q:
    """Returns a filter for the rows of these places."""
    condition = Q(**{f"{column}__in": [pk for pk in ids if pk]})
    return condition | Q(**{column: None}) if None in ids else condition


def owner_choices(user: Any, action: str) -> list[tuple[str, str]]:
    """Returns the choices for the owner field of a new object: ("", the office), ("7", a school)."""
    ids = workplace_owners(user, action)
    names = dict(School.objects.filter(pk__in=[pk for pk in ids if pk], closed_on=None).values_list("pk", "name"))
    return [
        ("office", _("The office")) if pk is None else (str(pk), names[pk]) for pk in ids if pk is None or pk in names
    ]


def chosen_owner(request: HttpRequest, action: str) -> int | None:
    """Returns the owner that ``of`` names, else the first place. Raises ``PermissionDenied`` where there is none."""
    found = [value for value, _name in owner_choices(request.user, action)]
    if not found:
        raise PermissionDenied
    asked = request.POST.get("of") or request.GET.get("of") or ""
    value = asked if asked in found else found[0]
    return None if value == "office" else int(value)


def works_at(user: Any, owner: int | None) -> bool:
    """Returns whether the person works there, not only reaches it: lists of pupils do not leave their school."""
    return user.is_superuser or any(place.school_id == owner for place in rights.places_of(user))


class WorkplaceMenuItem(MenuItem):
    """Shown to people who hold the right in a place in view. ``schools``: in a school."""

    def __init__(self, *args: Any, right: str, schools: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.right, self.schools = right, schools

    def is_shown(self, request: HttpRequest) -> bool:
        found = workplace_owners(request.user, self.right)
        return any(found) if self.schools else bool(found)
