"""Entries that were reported, for moderators; and steps with one entry."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.core.rows import reading_all
from cms.core.web.head import head
from cms.forum import boards, moderation
from cms.forum.models import Entry, EntryReport
from cms.forum.talk import StepNotPossible
from cms.forum.views.boards import forum
from cms.forum.views.topics import found


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    here = [row.pk for row in boards.read_by(request.user) if boards.may_moderate(request.user, row)]
    rows = EntryReport.objects.filter(entry__topic__board__in=here, done_at=None)
    rows = rows.select_related("entry__topic__board", "entry__by", "by").order_by("at")[:200]
    with reading_all("only entries of boards that the person moderates were asked for"):
        context = {**head(_("Reports"), "warning", forum()), "reports": list(rows)}
    return render(request, "forum/reports.html", context)


@require_POST
def entry_step(request: HttpRequest, entry_id: int, step: str) -> HttpResponse:
    """``report`` by every reader; ``hide``, ``show`` and ``keep`` (the reports are done) by moderators."""
    entry = Entry.objects.filter(pk=entry_id).select_related("topic__board__school").first()
    if entry is None:
        raise Http404
    row = found(request, entry.topic_id)
    reason = request.POST.get("reason", "")
    if step != "report" and not boards.may_moderate(request.user, row.board):
        raise PermissionDenied
    try:
        if step == "report":
            if not boards.may_write(request.user, row.board):
                raise PermissionDenied
            moderation.report(entry, reason, request.user)
        elif step == "hide":
            moderation.hide(entry, reason, request.user)
        elif step == "show":
            moderation.show(entry)
        elif step == "keep":
            moderation.settle(entry, request.user)
        else:
            raise Http404
    except StepNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("forum_topic", row.pk)
