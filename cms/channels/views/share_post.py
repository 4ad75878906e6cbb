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
from cms.channels.outbox import channel_config, transitions
from cms.channels.outbox.channel_kinds import TEXT_FORMATS, ChannelKind
from cms.channels.outbox.transitions import TransitionNotAllowed
from cms.channels.post_drafts import post_sources
from cms.channels.post_drafts.post_sources import NotPublic
from cms.channels.post_drafts.post_text import CHANNEL_NAMES, MAX_LENGTHS, PostDraft, compose_text
from cms.core.web.page_header import build_page_header
from cms.district.models import Broadcast
from cms.tenancy import rights, scope
from cms.tenancy.models import School

ADD_PERMISSION = "channels.add_outboxitem"


@dataclass(frozen=True)
class ShareTarget:
    """What is posted, for whom."""

    post: PostDraft
    school: School | None
    page: Page | None = None
    document: Any = None


@require_http_methods(["GET", "POST"])
def share_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id)
    owner = scope.owner_id(page)
    if owner is scope.UNKNOWN:
        raise Http404
    school = School.objects.filter(pk=owner).first() if isinstance(owner, int) else None
    return _screen(request, lambda: ShareTarget(post_sources.prepare_page_post(page), school, page), school, page.title)


@require_http_methods(["GET", "POST"])
def share_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """On the office's own channels: what it has sent to schools."""
    row = get_object_or_404(Broadcast.objects.select_related("page", "document"), pk=broadcast_id)
    return _screen(
        request, lambda: ShareTarget(post_sources.prepare_broadcast_post(row), None, row.page, row.document), None,
        row.title
    )  # fmt: skip


def _screen(request: HttpRequest, read, school: School | None, title: str) -> HttpResponse:
    may = rights.has_right(request.user, ADD_PERMISSION, school.pk if school else None)
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
            item = _enqueue_post(request, shared, typed)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It waits in the outbox and goes out in a moment."))
            return redirect("channels_item", item.pk)
    return render(request, "channels/admin/share.html", _context(shared, title, may, typed), status=200)


def _head(title: str) -> dict[str, Any]:
    return build_page_header(title, "mail", (_("Posts for channels"), reverse("channels_outbox")))


def _enqueue_post(request: HttpRequest, shared: ShareTarget, typed: dict[str, str]) -> OutboxItem:
    if typed["way"] not in ChannelKind.values:
        raise TransitionNotAllowed(_("Choose a way."))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise TransitionNotAllowed(_("The form is no longer valid. Open it again.")) from None
    text = typed["text"].replace("\r\n", "\n")
    return transitions.enqueue_post(
        shared.school, typed["way"], key, shared.post.title, text, request.user, page=shared.page,
        document=shared.document,
    )  # fmt: skip


def _context(shared: ShareTarget, title: str, may: bool, typed: dict[str, str]) -> dict[str, Any]:
    def own_text(way: str) -> str:
        return typed["text"] if typed.get("way") == way else compose_text(shared.post, TEXT_FORMATS[ChannelKind(way)])

    rows = OutboxItem.objects.filter(school=shared.school)
    rows = rows.filter(page=shared.page) if shared.page else rows.filter(page=None, document=shared.document)
    return {
        **_head(title), "post": shared.post, "may": may,
        "texts": [(kind, name, compose_text(shared.post, kind), MAX_LENGTHS[kind]) for kind,
            name in CHANNEL_NAMES.items()],
        "ways": [
            (entry.way, ChannelKind(entry.way).label, own_text(entry.way),
                MAX_LENGTHS[TEXT_FORMATS[ChannelKind(entry.way)]], uuid.uuid4())
            for entry in channel_config.channels_of(shared.school)
        ],
        "items": rows.order_by("-made_at")[:20],
    }  # fmt: skip
