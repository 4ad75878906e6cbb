"""Shows people their own notices, and the office which mail was sent when to whom."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.core.web.listing import ListingView
from cms.tenancy import rights
from cms.tenancy.models import Letter, Notice, School
from cms.tenancy.notifications import notification_types
from cms.tenancy.school_chooser import search_schools

PER_PAGE = 30


def notices_of(user) -> QuerySet[Notice]:
    """The person's notices about places where the person still works."""
    here = {place.school_id for place in rights.places_in_view(user)}
    about = Q(school__in=here - {None}) | (Q(school=None) if None in here else Q(pk__in=[]))
    return Notice.objects.filter(about, user=user).select_related("school")


def notice_place(row: Notice | Letter) -> str:
    return (row.school.short_name or row.school.name) if row.school else _("Education office")


class NoticesView(ListingView):
    model = Notice
    template_name = "tenancy/admin/notices/index.html"
    page_title = gettext_lazy("Notices")
    header_icon = "bell"
    index_url_name = "notices"
    paginate_by = PER_PAGE
    no_results_message = gettext_lazy("Nothing has been told to you in the last half year.")

    def get_base_queryset(self) -> QuerySet[Notice]:
        return notices_of(self.request.user)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Choose which mails you get"), url=reverse("wagtailadmin_account"), icon_name="mail")]

    @property
    def columns(self) -> list[Column]:
        several = len({place.school_id for place in rights.places_of(self.request.user)}) > 1
        return [
            TitleColumn("subject", label=gettext_lazy("Subject"), url_name="notice"),
            StatusFlagColumn(
                "new",
                label=gettext_lazy("New"),
                true_label=gettext_lazy("New"),
                accessor=lambda row: row.read_at is None,
            ),
            Column("text", label=gettext_lazy("What it says"), accessor=lambda row: Truncator(row.text).words(60)),
            DateColumn("created_at", label=gettext_lazy("Time")),
            *([Column("place", label=gettext_lazy("School"), accessor=notice_place)] if several else []),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        unread = notices_of(self.request.user).filter(read_at=None).count()
        return super().get_context_data(*args, unread=unread, **kwargs)


@require_GET
def follow_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Redirects to the subject of the notice and marks the notice as read."""
    notice = get_object_or_404(notices_of(request.user), pk=notice_id)
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    return redirect(notice.path)


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    notices_of(request.user).filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices")


class OutboxFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Letter.State.choices)

    class Meta:
        model = Letter
        fields: ClassVar[list[str]] = []


class OutboxView(ListingView):
    """Lists mails, newest first; the search matches words of the school's name."""

    model = Letter
    page_title = gettext_lazy("Mails sent")
    header_icon = "mail"
    introduction = gettext_lazy(
        "What the system has mailed to people of the schools and of the office. Texts and addresses are not kept; "
        "the list "
        "goes back half a year."
    )
    index_url_name, index_results_url_name = "notices_outbox", "notices_outbox_results"
    paginate_by = PER_PAGE
    filterset_class = OutboxFilterSet
    is_searchable = True
    no_results_message = gettext_lazy("Nothing was mailed.")

    def get_base_queryset(self) -> QuerySet[Letter]:
        return Letter.objects.select_related("user", "school")

    def search_queryset(self, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        if not self.is_searching:
            return queryset
        return queryset.filter(school__in=search_schools(School.objects.all(), self.search_query))

    @cached_property
    def labels(self) -> dict[str, Any]:
        return {kind.code: kind.label for kind in notification_types.all_types()}

    @property
    def columns(self) -> list[Column]:
        return [
            DateColumn("time", label=gettext_lazy("Time"), accessor=lambda row: row.sent_at or row.created_at),
            Column("subject", label=gettext_lazy("Subject"), classname="title"),
            Column("to", label=pgettext_lazy("whom it is sent to", "To"), accessor=_recipient_name),
            Column("place", label=gettext_lazy("School"), accessor=notice_place),
            Column("kinds", label=gettext_lazy("Kind"), accessor=self._kinds),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor="get_state_display",
                primary=lambda row: row.state == Letter.State.SENT,
            ),
            Column("error", label=gettext_lazy("Error")),
        ]  # fmt: skip

    def _kinds(self, row: Letter) -> str:
        return ", ".join(str(self.labels.get(code, code)) for code in row.kinds)


def _recipient_name(row: Letter) -> str:
    name = row.user.get_full_name() if row.user else ""
    return f"{name or '–'}, {row.get_role_display()}" if row.role else name or "–"
