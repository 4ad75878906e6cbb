"""Entries that were reported, for moderators; and steps with one entry."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.core.instance_hooks import allow_all_rows
from cms.core.web.page_header import build_page_header
from cms.forum import board_access, moderation
from cms.forum.discussion import TransitionNotAllowed
from cms.forum.models import Entry, EntryReport
from cms.forum.views.boards import forum_breadcrumb
from cms.forum.views.topics import get_topic


@require_GET
def list_reports(request: HttpRequest) -> HttpResponse:
    here = [
        row.pk for row in board_access.boards_readable_by(request.user) if board_access.can_moderate(request.user, row)
    ]
    rows = EntryReport.objects.filter(entry__topic__board__in=here, done_at=None)
    rows = rows.select_related("entry__topic__board", "entry__by", "by").order_by("at")[:200]
    with allow_all_rows("only entries of boards that the person moderates were asked for"):
        context = {**build_page_header(_("Reports"), "warning", forum_breadcrumb()), "reports": list(rows)}
    return render(request, "forum/reports.html", context)


@require_POST
def run_entry_transition(request: HttpRequest, entry_id: int, step: str) -> HttpResponse:
    """``report`` by every reader; ``hide``, ``show`` and ``keep`` (the reports are done) by moderators."""
    entry = Entry.objects.filter(pk=entry_id).select_related("topic__board__school").first()
    if entry is None:
        raise Http404
    row = get_topic(request, entry.topic_id)
    reason = request.POST.get("reason", "")
    if step != "report" and not board_access.can_moderate(request.user, row.board):
        raise PermissionDenied
    try:
        if step == "report":
            if not board_access.can_write(request.user, row.board):
                raise PermissionDenied
            moderation.report_entry(entry, reason, request.user)
        elif step == "hide":
            moderation.hide_entry(entry, reason, request.user)
        elif step == "show":
            moderation.show_entry(entry)
        elif step == "keep":
            moderation.close_reports(entry, request.user)
        else:
            raise Http404
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("forum_topic", row.pk)
