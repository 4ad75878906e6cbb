"""The office's screens of what it sends down: list, form, report, and the steps."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, Table, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.core.web.listing import ListingView
from cms.core.web.paging import PARAMETER, paged
from cms.district.broadcasts import report, send
from cms.district.broadcasts.send import NotPossible
from cms.district.forms import BroadcastForm, RecallForm
from cms.district.models import Broadcast, Receipt
from cms.tenancy import rights

REPORT_PER_PAGE = 50


def _may(request, action: str) -> None:
    if not rights.may(request.user, f"district.{action}_broadcast", None):
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
        if not rights.may(self.request.user, "district.add_broadcast", None):
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
        self.counts = report.counts([row for row in object_list if row.sent_at])
        return super().get_table(object_list)

    def answered(self, row: Broadcast) -> str:
        if row.pk not in self.counts:
            return "–"
        answered, meant = self.counts[row.pk]
        return _("%(answered)s of %(meant)s") % {"answered": answered, "meant": meant}


def add(request):
    """``?page=`` or ``?document=``: what is to be sent, chosen already."""
    _may(request, "add")
    chosen = {name: request.GET[name] for name in ("page", "document") if request.GET.get(name, "").isdecimal()}
    form = BroadcastForm(request.POST or None, initial=chosen, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        form.instance.created_by = request.user
        return _saved(request, form)
    return _form(request, form)


def edit(request, pk):
    _may(request, "change")
    row = get_object_or_404(Broadcast, pk=pk, recalled_at=None)
    form = BroadcastForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    return _form(request, form)


def _form(request, form):
    return render(request, "district/admin/broadcast_form.html", {"form": form, "broadcast": form.instance})


def _saved(request, form):
    row = form.save()
    send.changed(row, request.user)
    if "send" in request.POST and not row.sent_at:
        send.send(row, request.user)
        number = len(report.meant(row))
        messages.success(
            request, _("“%(title)s” is sent to %(count)s schools.") % {"title": row.title, "count": number}
        )
    else:
        messages.success(request, _("“%(title)s” is saved.") % {"title": row.title})
    return redirect("district_broadcast", row.pk)


@require_GET
def detail(request, pk):
    """Each school of the target with its state; ``?state=`` narrows to one, ``missing`` to those without an answer."""
    row = get_object_or_404(Broadcast.objects.select_related("sent_by", "recalled_by", "authority"), pk=pk)
    everyone = report.rows(row) if row.sent_at else []
    state = request.GET.get("state", "")
    shown = [line for line in everyone if _fits(line, state)]
    return render(
        request,
        "district/admin/broadcast.html",
        {
            "broadcast": row,
            "choices": _choices(everyone, state),
            "page_of": paged(shown, request.GET.get(PARAMETER), {"state": state}, REPORT_PER_PAGE),
            "meant": report.meant(row),
            "answered": sum(line.answered for line in everyone),
            "labels": dict(Receipt.State.choices) | {"sent": _("Sent, not opened yet")},
            "recall_form": RecallForm(),
            "may_change": rights.may(request.user, "district.change_broadcast", None),
        },
    )


def _fits(line: report.Row, state: str) -> bool:
    return not state or (not line.answered if state == "missing" else line.state == state)


def _choices(everyone: list[report.Row], state: str) -> list[tuple[str, str, int, bool]]:
    """(value, words, number, chosen) of the filter."""
    counts = report.states(everyone)
    labels = [("sent", _("Sent, not opened yet")), *Receipt.State.choices]
    found = [
        ("", _("All"), len(everyone)),
        ("missing", _("No answer yet"), sum(not line.answered for line in everyone)),
    ]
    found += [(value, words, counts[value]) for value, words in labels if counts[value]]
    return [(value, words, number, value == state) for value, words, number in found]


def _step(request, pk, work, done):
    _may(request, "change")
    row = get_object_or_404(Broadcast, pk=pk)
    try:
        result = work(row)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done % {"count": result})
    return redirect("district_broadcast", pk)


@require_POST
def send_now(request, pk):
    return _step(request, pk, lambda row: send.send(row, request.user), _("It is sent."))


@require_POST
def recall(request, pk):
    form = RecallForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you recall it."))
        return redirect("district_broadcast", pk)
    reason = form.cleaned_data["reason"]
    return _step(request, pk, lambda row: send.recall(row, request.user, reason), _("It is recalled from all schools."))


@require_POST
def remind(request, pk):
    return _step(
        request, pk, lambda row: send.remind(row, request.user), _("%(count)s schools are being reminded by e-mail.")
    )
