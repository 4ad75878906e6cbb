"""The prepared posts of one thing: to copy, to hand to the device's share dialogue, to put into the outbox."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.channels.models import OutboxItem
from cms.channels.outbox import steps, ways
from cms.channels.outbox.kinds import MEASURE, Way
from cms.channels.outbox.steps import StepNotPossible
from cms.channels.preparing import sources
from cms.channels.preparing.sources import NotPublic
from cms.channels.preparing.words import LONGEST, NAMES, PreparedPost, text_of
from cms.core.web.head import head
from cms.district.models import Broadcast
from cms.tenancy import rights, scope
from cms.tenancy.models import School

ADD = "channels.add_outboxitem"


@dataclass(frozen=True)
class Shared:
    """What is posted, for whom."""

    post: PreparedPost
    school: School | None
    page: Page | None = None
    document: Any = None


@require_http_methods(["GET", "POST"])
def of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id)
    owner = scope.owner_id(page)
    if owner is scope.UNKNOWN:
        raise Http404
    school = School.objects.filter(pk=owner).first() if isinstance(owner, int) else None
    return _screen(request, lambda: Shared(sources.of_page(page), school, page), school, page.title)


@require_http_methods(["GET", "POST"])
def of_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """On the office's own channels: what it has sent to schools."""
    row = get_object_or_404(Broadcast.objects.select_related("page", "document"), pk=broadcast_id)
    return _screen(
        request, lambda: Shared(sources.of_broadcast(row), None, row.page, row.document), None, row.title
    )  # fmt: skip


def _screen(request: HttpRequest, read, school: School | None, title: str) -> HttpResponse:
    may = rights.may(request.user, ADD, school.pk if school else None)
    try:
        shared = read()
    except NotPublic as error:
        if request.method == "POST":
            messages.error(request, str(error))
        return render(request, "channels/admin/share.html", {**_head(title), "problem": str(error)})
    typed: dict[str, str] = {}
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        typed = {"way": request.POST.get("way", ""), "text": request.POST.get("text", "")[:6000]}
        try:
            item = _put_in(request, shared, typed)
        except StepNotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It waits in the outbox and goes out in a moment."))
            return redirect("channels_item", item.pk)
    return render(request, "channels/admin/share.html", _context(shared, title, may, typed), status=200)


def _head(title: str) -> dict[str, Any]:
    return head(title, "mail", (_("Posts for channels"), reverse("channels_outbox")))


def _put_in(request: HttpRequest, shared: Shared, typed: dict[str, str]) -> OutboxItem:
    if typed["way"] not in Way.values:
        raise StepNotPossible(_("Choose a way."))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise StepNotPossible(_("The form is no longer valid. Open it again.")) from None
    text = typed["text"].replace("\r\n", "\n")
    return steps.put_in(
        shared.school, typed["way"], key, shared.post.title, text, request.user, page=shared.page,
        document=shared.document,
    )  # fmt: skip


def _context(shared: Shared, title: str, may: bool, typed: dict[str, str]) -> dict[str, Any]:
    def own_text(way: str) -> str:
        return typed["text"] if typed.get("way") == way else text_of(shared.post, MEASURE[Way(way)])

    rows = OutboxItem.objects.filter(school=shared.school)
    rows = rows.filter(page=shared.page) if shared.page else rows.filter(page=None, document=shared.document)
    return {
        **_head(title), "post": shared.post, "may": may,
        "texts": [(kind, name, text_of(shared.post, kind), LONGEST[kind]) for kind, name in NAMES.items()],
        "ways": [
            (entry.way, Way(entry.way).label, own_text(entry.way), LONGEST[MEASURE[Way(entry.way)]], uuid.uuid4())
            for entry in ways.of(shared.school)
        ],
        "items": rows.order_by("-made_at")[:20],
    }  # fmt: skip
