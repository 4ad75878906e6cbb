"""The office's queue of nominated pages."""

from __future__ import annotations

import datetime

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.core.text import fold
from cms.core.web.paging import PARAMETER, paged
from cms.district import compare
from cms.district.models import Submission
from cms.district.submissions import shown, steps
from cms.district.submissions.steps import NotPossible
from cms.home import directory
from cms.tenancy import governed, rights, sites
from cms.tenancy.models import GoverningAuthority, School
from cms.tenancy.school_chooser import search_schools

STEPS = {"changes": steps.ask_changes, "refuse": steps.refuse, "down": steps.take_down}


@require_GET
def index(request):
    """Filters: state (those that wait unless said otherwise), words of the school, commune, level, kind, authority as
    of a day (today's unless said otherwise)."""
    data = request.GET
    filters = {
        "state": data.get("state", Submission.State.WAITING),
        **{name: data.get(name, "") for name in ("q", "commune", "level", "kind", "authority", "day")},
    }
    rows = _filtered(Submission.objects.select_related("school", "page", "submitted_by"), filters)
    found = paged(rows, data.get(PARAMETER), filters, 20)
    return render(
        request,
        "district/admin/queue.html",
        {
            "page_of": found,
            "filters": filters,
            "states": [("all", _("All")), *Submission.State.choices],
            "communes": directory.communes(directory.schools()),
            "levels": School.Level.choices,
            "kinds": kinds(),
            "authorities": GoverningAuthority.objects.order_by("name"),
        },
    )


def kinds() -> list[tuple[str, str]]:
    return [(label, apps.get_model(label)._meta.verbose_name) for label in steps.KINDS]


def _filtered(rows, filters):
    if filters["state"] in Submission.State.values:
        rows = rows.filter(state=filters["state"])
    if filters["q"]:
        rows = rows.filter(school__in=search_schools(School.objects.all(), fold(filters["q"])))
    if filters["authority"].isdecimal() and len(filters["authority"]) < 19:
        authority = GoverningAuthority.objects.filter(pk=filters["authority"]).first()
        rows = (
            rows.filter(school__in=governed.school_ids(authority, _day(filters["day"]))) if authority else rows.none()
        )
    lookups = {"commune": "school__commune", "level": "school__level", "kind": "kind"}
    return rows.filter(**{lookup: filters[name] for name, lookup in lookups.items() if filters[name]})


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


@require_GET
def item(request, pk):
    """One page: what is offered, what changed since the accepted version, what happened."""
    submission = get_object_or_404(
        Submission.objects.select_related("school", "page", "revision", "accepted_revision", "submitted_by"), pk=pk
    )
    changed = []
    if submission.is_update and submission.page:
        page = submission.page.specific
        changed = compare.changes(page, submission.accepted_revision, submission.revision, request)
    portal = sites.portal()
    return render(
        request,
        "district/admin/queue_item.html",
        {
            "submission": submission,
            "kind": apps.get_model(submission.kind)._meta.verbose_name,
            "comparison": changed,
            "events": submission.events.select_related("by"),
            "source_url": sites.page_url(submission.page.url_path) if submission.page and submission.page.live else "",
            "shown_at": portal.root_url + shown.url(submission) if portal and submission.accepted_revision_id else "",
            "may_change": rights.may(request.user, "district.change_submission", None),
        },
    )


@require_POST
def decide(request, pk, step):
    """``step``: accept, changes, refuse or down (take off the portal); all but the first with ``comment``."""
    if not rights.may(request.user, "district.change_submission", None):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=pk)
    if step != "accept" and step not in STEPS:
        raise Http404
    try:
        if step == "accept":
            steps.accept(submission, request.user)
        else:
            STEPS[step](submission, request.user, request.POST.get("comment", ""))
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done. The school is told."))
    return redirect("district_queue_item", pk)
