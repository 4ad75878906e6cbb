"""Answers that readers have reported, for those who approve at the place: look, and say what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn

from cms.advice.models import AnswerReport
from cms.advice.workflow.assignment import APPROVE
from cms.core.web.listing import ListingView
from cms.core.web.page_header import build_page_header
from cms.tenancy import rights, sites


def _reports_in_scope(user) -> QuerySet[AnswerReport]:
    rows = AnswerReport.objects.select_related("page")
    if user.is_superuser:
        return rows
    places = [place for place in rights.places_in_view(user) if APPROVE in place.rights.actions or place.rights.reads]
    if any(place.everywhere for place in places):
        return rows
    return rows.filter(school__in=[place.school_id for place in places if place.school_id])


class ReportsView(ListingView):
    model = AnswerReport
    page_title = gettext_lazy("Reported answers")
    header_icon = "warning"
    index_url_name, index_results_url_name = "advice_reports", "advice_reports_results"
    no_results_message = gettext_lazy("No reader has reported an answer.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("page", label=gettext_lazy("Answer"), accessor="page.title", url_name="advice_report"),
        Column("kind", label=gettext_lazy("What is wrong"), accessor="get_kind_display"),
        DateColumn("at", label=gettext_lazy("Reported on")),
        BooleanColumn("done", label=gettext_lazy("Done"), accessor=lambda row: row.done_at is not None),
    ]

    def get_base_queryset(self) -> QuerySet[AnswerReport]:
        return _reports_in_scope(self.request.user).order_by("done_at", "at", "pk")


@require_http_methods(["GET", "POST"])
def handle_report(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(AnswerReport.objects.select_related("page"), pk=pk)
    if not _reports_in_scope(request.user).filter(pk=row.pk).exists():
        raise Http404
    if request.method == "POST":
        if not rights.has_right(request.user, APPROVE, row.school_id):
            raise PermissionDenied
        note = request.POST.get("words", "").strip()
        if not note:
            messages.error(request, _("Say what came of it."))
        else:
            done = {"done_at": timezone.now(), "done_by": request.user, "note": note[:300]}
            if AnswerReport.objects.filter(pk=row.pk, done_at=None).update(**done):
                messages.success(request, _("Done."))
            else:
                messages.warning(request, _("Somebody else has done this meanwhile."))
            return redirect("advice_reports")
    context = {
        **build_page_header(row.page.title, "warning", (ReportsView.page_title, reverse("advice_reports"))),
        "report": row, "url": sites.page_url(row.page.url_path),
        "may": rights.has_right(request.user, APPROVE, row.school_id),
    }  # fmt: skip
    return render(request, "advice/admin/report.html", context)
