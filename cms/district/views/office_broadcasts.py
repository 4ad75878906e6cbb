"""The office's screens of what it sends down: list, form, report, and the steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, Table, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.core.web.listing import ListingView
from cms.district.broadcasts import receipt_report, sending
from cms.district.broadcasts.sending import TransitionNotAllowed
from cms.district.forms import BroadcastForm, RecallForm
from cms.district.models import Broadcast, Receipt
from cms.district.views.detail_views import DetailView
from cms.tenancy import rights

REPORT_PER_PAGE = 50


def _require_permission(request, action: str) -> None:
    if not rights.has_right(request.user, f"district.{action}_broadcast", None):
        raise PermissionDenied


class BroadcastsView(ListingView):
    model = Broadcast
    page_title = gettext_lazy("Sent to schools")
    header_icon = "mail"
    introduction = gettext_lazy(
        "News, notices, materials of the portal and documents of the library that schools show on their sites."
    )
    no_results_message = gettext_lazy("Nothing has been sent yet.")
    index_url_name = "district_broadcasts"

    def get_base_queryset(self) -> QuerySet[Broadcast]:
        return Broadcast.objects.select_related("sent_by")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not rights.has_right(self.request.user, "district.add_broadcast", None):
            return []
        return [HeaderButton(_("Send something to schools"), url=reverse("district_broadcast_add"), icon_name="plus")]

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=gettext_lazy("Title"), url_name="district_broadcast"),
            Column("mode", label=gettext_lazy("Mode"), accessor="mode_words"),
            Column("audience", label=pgettext_lazy("whom it is sent to", "To"), accessor="get_audience_display"),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor="state_words", primary=lambda row: row.state == "live"
            ),
            DateColumn("sent_at", label=gettext_lazy("Sent on")),
            Column("answered", label=gettext_lazy("Answered"), accessor=self.answered),
        ]

    def get_table(self, object_list: Sequence[Broadcast]) -> Table:
        self.counts = receipt_report.count_responses([row for row in object_list if row.sent_at])
        return super().get_table(object_list)

    def answered(self, row: Broadcast) -> str:
        if row.pk not in self.counts:
            return "–"
        answered, meant = self.counts[row.pk]
        return _("%(answered)s of %(meant)s") % {"answered": answered, "meant": meant}


class AddView(DetailView):
    """``?page=`` or ``?document=``: what is to be sent, chosen already."""

    http_method_names = ["get", "post"]
    action = "add"
    template_name = "district/admin/broadcast_form.html"
    list_view = BroadcastsView
    page_title = gettext_lazy("Send to schools")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require_permission(request, self.action)
        self.form = self.get_form()
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> BroadcastForm:
        asked = self.request.GET
        chosen = {name: asked[name] for name in ("page", "document") if asked.get(name, "").isdecimal()}
        user: Any = self.request.user  # signed in: the admin's views are for no others
        row = Broadcast(created_by=user)
        return BroadcastForm(self.request.POST or None, instance=row, initial=chosen, for_user=user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _saved(request, self.form) if self.form.is_valid() else self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, broadcast=self.form.instance, **kwargs)


class EditView(AddView):
    action = "change"

    def get_form(self) -> BroadcastForm:
        row = get_object_or_404(Broadcast, pk=self.kwargs["pk"], recalled_at=None)
        return BroadcastForm(self.request.POST or None, instance=row, for_user=self.request.user)

    def get_page_subtitle(self) -> str:
        return self.form.instance.title


def _saved(request, form):
    row = form.save()
    sending.record_change(row, request.user)
    if "send" in request.POST and not row.sent_at:
        sending.send_broadcast(row, request.user)
        number = len(receipt_report.target_schools(row))
        messages.success(
            request, _("“%(title)s” is sent to %(count)s schools.") % {"title": row.title, "count": number}
        )
    else:
        messages.success(request, _("“%(title)s” is saved.") % {"title": row.title})
    return redirect("district_broadcast", row.pk)


class StateFilterSet(WagtailFilterSet):
    """``state``: of a school's answer; "missing": without one."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), empty_label=gettext_lazy("All"))

    class Meta:
        model = Receipt
        fields: ClassVar[list[str]] = []


class BroadcastView(ListingView):
    """One item: what was sent, the steps, and each school of the target with its state."""

    template_name = "district/admin/broadcast.html"
    header_icon = "mail"
    paginate_by = REPORT_PER_PAGE
    filterset_class = StateFilterSet

    @cached_property
    def broadcast(self) -> Broadcast:
        rows = Broadcast.objects.select_related("sent_by", "recalled_by", "authority")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def everyone(self) -> list[receipt_report.ReceiptLine]:
        return receipt_report.build_receipt_lines(self.broadcast) if self.broadcast.sent_at else []

    @cached_property
    def filters(self) -> StateFilterSet:
        """Each state says how many schools are in it."""
        filters = StateFilterSet(**self.get_filterset_kwargs())
        filters.form.fields["state"].choices = _choices(self.everyone)
        return filters

    def get_queryset(self) -> list[receipt_report.ReceiptLine]:
        state = self.request.GET.get("state", "")
        return [line for line in self.everyone if _matches_state(line, state)]

    def get_page_title(self) -> str:
        return self.broadcast.title

    def get_breadcrumbs_items(self) -> list[dict]:
        above = {"url": reverse("district_broadcasts"), "label": BroadcastsView.page_title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.broadcast.title}]

    def get_index_url(self) -> str:
        return reverse("district_broadcast", args=[self.broadcast.pk])

    def get_index_results_url(self) -> str:
        return reverse("district_broadcast_results", args=[self.broadcast.pk])

    @property
    def no_results_message(self) -> str:
        return _("No school.") if self.broadcast.sent_at else ""

    @property
    def columns(self) -> list[Column]:
        return [
            Column("school", label=gettext_lazy("School"), accessor="school.name", classname="title"),
            Column("commune", label=gettext_lazy("Commune or ward"), accessor="school.commune"),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor=_state_label, primary=lambda line: line.answered
            ),
            Column("by", label=gettext_lazy("Who and when"), accessor=_who_and_when),
            DateColumn(
                "reminded", label=gettext_lazy("Reminded"),
                accessor=lambda line: line.receipt and line.receipt.reminded_at,
            ),
            Column(
                "reason", label=gettext_lazy("Reason"),
                accessor=lambda line: line.receipt.reason if line.receipt else "",
            ),
        ]  # fmt: skip

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            *args, broadcast=self.broadcast, meant=receipt_report.target_schools(self.broadcast),
            answered=sum(line.answered for line in self.everyone), recall_form=RecallForm(),
            may_change=rights.has_right(self.request.user, "district.change_broadcast", None), **kwargs,
        )  # fmt: skip


def _state_label(line: receipt_report.ReceiptLine) -> str:
    return line.receipt.get_state_display() if line.receipt else _("Sent, not opened yet")


def _who_and_when(line: receipt_report.ReceiptLine) -> str:
    if line.receipt is None:
        return "–"
    return f"{line.receipt.changed_by or '–'}, {date_format(localtime(line.receipt.changed_at), 'd/m/Y H:i')}"


def _matches_state(line: receipt_report.ReceiptLine, state: str) -> bool:
    return not state or (not line.answered if state == "missing" else line.state == state)


def _choices(everyone: list[receipt_report.ReceiptLine]) -> list[tuple[str, str]]:
    counts = receipt_report.count_states(everyone)
    labels: list[tuple[str, Any]] = [("sent", _("Sent, not opened yet")), *Receipt.State.choices]
    found = [
        ("", _("All"), len(everyone)),
        ("missing", _("No answer yet"), sum(not line.answered for line in everyone)),
    ]
    found += [(value, words, counts[value]) for value, words in labels if counts[value]]
    return [(value, f"{words} ({number})") for value, words, number in found]


def _run_transition(request, pk, work, done):
    _require_permission(request, "change")
    row = get_object_or_404(Broadcast, pk=pk)
    try:
        result = work(row)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done % {"count": result})
    return redirect("district_broadcast", pk)


@require_POST
def send_broadcast_now(request, pk):
    return _run_transition(request, pk, lambda row: sending.send_broadcast(row, request.user), _("It is sent."))


@require_POST
def recall_broadcast(request, pk):
    form = RecallForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you recall it."))
        return redirect("district_broadcast", pk)
    reason = form.cleaned_data["reason"]
    return _run_transition(
        request,
        pk,
        lambda row: sending.recall_broadcast(row, request.user, reason),
        _("It is recalled from all schools."),
    )


@require_POST
def remind_schools(request, pk):
    return _run_transition(
        request,
        pk,
        lambda row: sending.request_reminders(row, request.user),
        _("%(count)s schools are being reminded by e-mail."),
    )
