"""A person's own notices, and for the office what was mailed when to whom."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cms.core.web.paging import PARAMETER, paged
from cms.tenancy import rights
from cms.tenancy.models import Letter, Notice, School
from cms.tenancy.notices import kinds
from cms.tenancy.school_chooser import search_schools

PER_PAGE = 30


def of(user):
    """The person's notices about places where the person still works."""
    here = {place.school_id for place in rights.places_in_view(user)}
    about = Q(school__in=here - {None}) | (Q(school=None) if None in here else Q(pk__in=[]))
    return Notice.objects.filter(about, user=user).select_related("school")


@require_GET
def index(request):
    rows = of(request.user)
    several = len({place.school_id for place in rights.places_of(request.user)}) > 1
    context = {"page_of": paged(rows, request.GET.get(PARAMETER), per_page=PER_PAGE), "several": several,
               "unread": rows.filter(read_at=None).count()}  # fmt: skip
    return render(request, "tenancy/admin/notices/index.html", context)


@require_GET
def follow(request, notice_id):
    """To what the notice is about; from then on it counts as read."""
    notice = get_object_or_404(of(request.user), pk=notice_id)
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    return redirect(notice.path)


@require_POST
def read_all(request):
    of(request.user).filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices")


@require_GET
def outbox(request):
    """Newest first; ``state`` and words of a school narrow the list."""
    filters = {name: request.GET.get(name, "") for name in ("state", "q")}
    rows = Letter.objects.select_related("user", "school")
    if filters["state"] in Letter.State.values:
        rows = rows.filter(state=filters["state"])
    if filters["q"].strip():
        rows = rows.filter(school__in=search_schools(School.objects.all(), filters["q"]))
    labels = {kind.code: kind.label for kind in kinds.all_kinds()}
    found = paged(rows, request.GET.get(PARAMETER), filters, PER_PAGE)
    lines = [(row, [labels.get(code, code) for code in row.kinds]) for row in found.items]
    context = {"page_of": found, "lines": lines, "filters": filters, "states": Letter.State.choices}
    return render(request, "tenancy/admin/notices/outbox.html", context)
