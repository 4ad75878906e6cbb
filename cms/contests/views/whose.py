"""Whose things a person works on in these screens."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from cms.contests.models import Contest, Round
from cms.tenancy import rights
from cms.tenancy.models import School


def owners(user: Any, action: str = "") -> list[int | None]:
    """The person's own places in view (``None``: the office's), those in which ``action`` is allowed where one is
    named. A role that reaches every school works on the office's things here: what schools do is theirs."""
    if user.is_superuser:
        return [None]
    found = dict.fromkeys(place.school_id for place in rights.places_in_view(user))
    return [owner for owner in found if not action or rights.may(user, action, owner)]


def choices(user: Any, action: str) -> list[tuple[str, str]]:
    """For a field that asks whose a new thing is: ("", the office), ("7", a school)."""
    ids = owners(user, action)
    names = dict(School.objects.filter(pk__in=[pk for pk in ids if pk], closed_on=None).values_list("pk", "name"))
    return [
        ("office", _("The office")) if pk is None else (str(pk), names[pk]) for pk in ids if pk is None or pk in names
    ]


def chosen(request: HttpRequest, action: str) -> int | None:
    """The owner that ``of`` names, else the first place. Raises ``PermissionDenied`` where there is none."""
    found = [value for value, _name in choices(request.user, action)]
    if not found:
        raise PermissionDenied
    asked = request.POST.get("of") or request.GET.get("of") or ""
    value = asked if asked in found else found[0]
    return None if value == "office" else int(value)


def is_own(user: Any, owner: int | None) -> bool:
    """Does the person work there, not only reach there? Lists of pupils do not leave their school's wall."""
    return user.is_superuser or any(place.school_id == owner for place in rights.places_of(user))


def contest_for(request: HttpRequest, pk: int, action: str = "view") -> Contest:
    """A contest of an own place. Raises ``Http404``, or ``PermissionDenied`` where the right is missing."""
    row = Contest.objects.filter(pk=pk).select_related("school").first()
    if row is None or not is_own(request.user, row.school_id):
        raise Http404
    if not rights.may(request.user, f"contests.{action}_contest", row.school_id):
        raise PermissionDenied
    return row


def round_for(contest: Contest, pk: int) -> Round:
    row = Round.objects.filter(pk=pk, contest=contest).first()
    if row is None:
        raise Http404
    row.contest = contest
    return row
