"""Certificates one by one: found by number or name, printed, revoked."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from cms.certificates.issuing import issue, sheets
from cms.certificates.issuing.issue import REFUSAL_MESSAGES, IssueRefused
from cms.certificates.models import Certificate
from cms.certificates.rendering.pdf import FontsMissing
from cms.certificates.views import ownership
from cms.certificates.views.templates import pdf_response
from cms.core.instance_hooks import allow_all_rows
from cms.core.text import collapse_whitespace, name_initials
from cms.core.web.listing import ListingView
from cms.tenancy import rights
from cms.tenancy.staff.workplaces import filter_by_owners, workplace_owners, works_at


def displayed_person(user: Any, row: Certificate) -> str:
    """The name within the wall of the school whose person it is; elsewhere initials, of whoever it is."""
    return row.person if works_at(user, row.school_id) else name_initials(row.person)


class CertificateFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="by_state",
        choices=[("valid", gettext_lazy("Valid")), ("revoked", gettext_lazy("Revoked"))],
    )  # fmt: skip

    class Meta:
        model = Certificate
        fields: list[str] = []

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(revoked_at__isnull=value == "valid")


class CertificatesView(ListingView):
    """The search is for numbers, and for names of the own people."""

    model = Certificate
    page_title = gettext_lazy("Certificates")
    header_icon = "doc-full"
    introduction = gettext_lazy("Given from a contest or a course. Names are seen in the person's own school alone.")
    no_results_message = gettext_lazy("No certificate fits.")
    index_url_name, index_results_url_name = "certificates", "certificates_results"
    filterset_class = CertificateFilterSet
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("number", label=gettext_lazy("Number"), url_name="certificate_item"),
            Column("person", label=gettext_lazy("Name"), accessor=lambda row: displayed_person(self.request.user, row)),
            Column("what", label=gettext_lazy("What for"), accessor="batch.title"),
            DateColumn(
                "issued_on", label=pgettext_lazy("of a certificate", "Date of issue"), accessor="batch.issued_on"
            ),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor="state", primary=lambda row: not row.revoked_at
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Certificate]:
        return ownership.certificates_for(self.request.user).select_related("batch")

    def search_queryset(self, queryset: QuerySet[Certificate]) -> QuerySet[Certificate]:
        if not self.is_searching:
            return queryset
        words = collapse_whitespace(self.search_query)[:120]
        own = filter_by_owners(workplace_owners(self.request.user, "certificates.view_certificate"))
        return queryset.filter(Q(number__icontains=words) | own & Q(person__icontains=words))


@require_safe
def show_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    row = ownership.certificate_for(request, pk)
    context = {
        "row": row,
        "batch": row.batch,
        "person": displayed_person(request.user, row),
        "is_own": works_at(request.user, row.school_id),
        "address": sheets.build_certificate_url(row, row.batch.school_id),
        "may_revoke": not row.revoked_at and may_revoke(request.user, row),
    }
    return render(request, "certificates/admin/item.html", context)


def may_revoke(user: Any, row: Certificate) -> bool:
    """Whoever issued it."""
    issuer = row.batch.school_id
    return works_at(user, issuer) and rights.has_right(user, "certificates.change_certificate", issuer)


@require_POST
def revoke_item(request: HttpRequest, pk: int) -> HttpResponse:
    row = ownership.certificate_for(request, pk, "change")
    if not may_revoke(request.user, row):
        raise Http404
    try:
        issue.revoke_certificate(row, request.user, request.POST.get("reason", ""))
    except IssueRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The certificate is revoked; its page says so."))
    return redirect("certificate_item", pk)


@require_safe
def download_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    row = ownership.certificate_for(request, pk)
    if not works_at(request.user, row.school_id) or row.forgotten_at:
        raise Http404
    return _pdf_response(request, row)


@require_safe
def download_own_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """To the person whose it is, wherever they work now."""
    if not request.user.is_authenticated:
        raise Http404
    with allow_all_rows("a person's own certificate"):
        rows = Certificate.objects.filter(pk=pk, user=request.user, forgotten_at=None).select_related("batch")
        row = rows.first()
    if row is None:
        raise Http404
    return _pdf_response(request, row)


def _pdf_response(request: HttpRequest, row: Certificate) -> HttpResponse:
    try:
        return pdf_response(sheets.render_batch(row.batch, [row]), f"chung-nhan-{row.year}-{row.serial}.pdf")
    except FontsMissing:
        messages.error(request, str(REFUSAL_MESSAGES["fonts"]))
        return redirect("wagtailadmin_home")
