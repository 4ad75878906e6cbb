"""What goes out by itself, place by place, and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.channels.models import OutboxItem
from cms.channels.outbox import transitions
from cms.channels.outbox.channel_kinds import ChannelKind
from cms.channels.outbox.transitions import TransitionNotAllowed
from cms.core.web.listing import ListingView
from cms.core.web.page_header import build_page_header
from cms.district.models import Broadcast
from cms.tenancy import rights

VIEW, CHANGE = "channels.view_outboxitem", "channels.change_outboxitem"


def posts_in_scope(user) -> QuerySet[OutboxItem]:
    """Posts of the places in view; those of all schools for whom the office lets see all."""
    rows = OutboxItem.objects.all()
    if user.is_superuser:
        return rows
    places = [place for place in rights.places_in_view(user) if VIEW in place.rights.actions or place.rights.reads]
    chosen = rights.chosen_place(user)
    if any(place.everywhere for place in places) and (chosen is None or chosen.school_id is None):
        return rows
    found = Q(school__in=[place.school_id for place in places if place.school_id])
    return rows.filter(found | Q(school=None)) if any(place.school_id is None for place in places) else rows.filter(
        found
    )  # fmt: skip


def can_change_post(user, item: OutboxItem) -> bool:
    return rights.has_right(user, CHANGE, item.school_id)


class OutboxFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=OutboxItem.State.choices)
    way = django_filters.ChoiceFilter(label=gettext_lazy("Way"), choices=ChannelKind.choices)

    class Meta:
        model = OutboxItem
        fields: ClassVar[list[str]] = []


def _place_label(row: OutboxItem) -> str:
    return (row.school.short_name or row.school.name) if row.school else str(gettext_lazy("Education office"))


class OutboxView(ListingView):
    model = OutboxItem
    page_title = gettext_lazy("Posts for channels")
    header_icon = "mail"
    index_url_name, index_results_url_name = "channels_outbox", "channels_outbox_results"
    filterset_class = OutboxFilterSet
    introduction = gettext_lazy("To post a page, open it in the editor and choose “Post to channels…” in its menu.")
    no_results_message = gettext_lazy("No post goes out by itself yet.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), get_url=lambda row: reverse("channels_item", args=[row.pk])),
        Column("place", label=gettext_lazy("Place"), accessor=_place_label),
        Column("way", label=gettext_lazy("Way"), accessor="get_way_display"),
        DateColumn("made_at", label=gettext_lazy("Made on")),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="get_state_display",
                        primary=lambda row: row.state == OutboxItem.State.SENT),
        Column("reason", label=gettext_lazy("Reason")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[OutboxItem]:
        return posts_in_scope(self.request.user).select_related("school").order_by("-made_at", "-pk")

    def filter_queryset(self, queryset: QuerySet[OutboxItem]) -> QuerySet[OutboxItem]:
        """A filter that makes no sense finds nothing; the form says why."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    @property
    def header_buttons(self) -> list[Any]:
        """For those at the office who post what it sends."""
        if not rights.has_right(self.request.user, CHANGE, None):
            return []
        return [HeaderButton(_("Post what was sent to schools"), url=reverse("channels_sent"), icon_name="mail")]


class PostableBroadcastsView(ListingView):
    """What the office has sent to schools and may post on its own channels; the newest first."""

    model = Broadcast
    page_title = gettext_lazy("Post what was sent to schools")
    header_icon = "mail"
    index_url_name, index_results_url_name = "channels_sent", "channels_sent_results"
    no_results_message = gettext_lazy("Nothing was sent to schools yet.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="channels_share_sent"),
        DateColumn("sent_at", label=gettext_lazy("Sent on")),
        Column("state", label=gettext_lazy("State"), accessor="state_words"),
    ]

    def get_base_queryset(self) -> QuerySet[Broadcast]:
        over = Q(recalled_at=None) & (Q(expire_at=None) | Q(expire_at__gt=timezone.now()))
        return Broadcast.objects.filter(over, sent_at__isnull=False).order_by("-sent_at", "-pk")


def _get_item(request: HttpRequest, number: int) -> OutboxItem:
    item = get_object_or_404(OutboxItem.objects.select_related("school", "page", "made_by"), pk=number)
    if not posts_in_scope(request.user).filter(pk=item.pk).exists() and not rights.has_right(
        request.user, VIEW, item.school_id
    ):
        raise Http404
    return item


@require_GET
def show_outbox_item(request: HttpRequest, outbox_item_id: int) -> HttpResponse:
    found = _get_item(request, outbox_item_id)
    above = (OutboxView.page_title, reverse("channels_outbox"))
    context = {
        **build_page_header(found.title, "mail", above), "item": found, "may": can_change_post(request.user, found),
        "place": _place_label(found),
    }  # fmt: skip
    return render(request, "channels/admin/item.html", context)


@require_POST
def run_outbox_transition(request: HttpRequest, outbox_item_id: int, step: str) -> HttpResponse:
    found = _get_item(request, outbox_item_id)
    if not can_change_post(request.user, found):
        raise PermissionDenied
    try:
        if step == "withdraw":
            transitions.withdraw_post(found, request.user)
        elif step == "again":
            transitions.retry_post(found)
        else:
            raise Http404
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("channels_item", found.pk)
