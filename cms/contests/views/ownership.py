"""Contests and rounds of the own places."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from cms.contests.models import Contest, Round
from cms.tenancy import rights
from cms.tenancy.staff.workplaces import chosen_owner, owner_choices, workplace_owners, works_at

__all__ = ["chosen_owner", "contest_for", "owner_choices", "round_for", "workplace_owners", "works_at"]


def contest_for(request: HttpRequest, pk: int, action: str = "view") -> Contest:
    """A contest of an own place. Raises ``Http404``, or ``PermissionDenied`` where the right is missing."""
    row = Contest.objects.filter(pk=pk).select_related("school").first()
    if row is None or not works_at(request.user, row.school_id):
        raise Http404
    if not rights.has_right(request.user, f"contests.{action}_contest", row.school_id):
        raise PermissionDenied
    return row


def round_for(contest: Contest, pk: int) -> Round:
    row = Round.objects.filter(pk=pk, contest=contest).first()
    if row is None:
        raise Http404
    row.contest = contest
    return row
