"""What was issued together, and its file to print."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from cms.certificates.issuing import files
from cms.certificates.models import Certificate, CertificateBatch, PrintFile
from cms.certificates.views import ownership
from cms.core.circuit_breaker import ServiceUnavailable
from cms.core.web.listing import ListingView
from cms.tenancy.models import School
from cms.tenancy.staff.workplaces import filter_by_owners, workplace_owners, works_at


class BatchesView(ListingView):
    model = CertificateBatch
    page_title = gettext_lazy("Certificates issued together")
    header_icon = "download"
    introduction = gettext_lazy("By your place, and by the office to your people. Each school prints for its own.")
    no_results_message = gettext_lazy("None was issued yet. Give them from a contest or a course.")
    index_url_name = "certificate_batches"
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("What for"), url_name="certificate_batch"),
        Column("organiser", label=gettext_lazy("Issuing body"), accessor=lambda row: row.frozen.get("organiser", "")),
        DateColumn("issued_on", label=pgettext_lazy("of a certificate", "Date of issue")),
    ]

    def get_base_queryset(self) -> QuerySet[CertificateBatch]:
        return ownership.batches_for(self.request.user)


def _printable_places(request: HttpRequest, batch: CertificateBatch) -> list[tuple[int | None, str, int]]:
    """(own place, its name, how many it prints)."""
    own = workplace_owners(request.user, "certificates.view_certificate")
    names = dict(School.objects.filter(pk__in=[pk for pk in own if pk]).values_list("pk", "name"))
    return [
        (pk, names.get(pk, "") if pk else _("The office"), number)
        for pk in own if (number := files.printable_certificates(batch, pk).count())
    ]  # fmt: skip


@require_safe
def show_batch(request: HttpRequest, pk: int) -> HttpResponse:
    row = ownership.batch_for(request, pk)
    places = _printable_places(request, row)
    own = filter_by_owners(workplace_owners(request.user, "certificates.view_certificate"))
    made = list(PrintFile.objects.filter(own, batch=row)[:20])
    rows = Certificate.objects.filter(batch=row)
    context = {
        "batch": row,
        "places": places,
        "files": made,
        "under_way": any(one.is_under_way for one in made),
        "counts": rows.aggregate(whole=Count("pk"), revoked=Count("revoked_at")),
        "is_issuer": works_at(request.user, row.school_id),
    }
    return render(request, "certificates/admin/batch.html", context)


@require_POST
def request_batch_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = ownership.batch_for(request, pk)
    asked = request.POST.get("of", "")
    place = next((one for one in _printable_places(request, row) if str(one[0] or "office") == asked), None)
    if place is None:
        raise Http404
    files.request_print_file(row, place[0], request.user)
    messages.success(request, _("The file is being made. This page shows how far it is."))
    return redirect("certificate_batch", pk)


@require_safe
def download_batch_file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    row = PrintFile.objects.filter(pk=pk, state=PrintFile.State.DONE).first()
    own = workplace_owners(request.user, "certificates.view_certificate")
    if row is None or row.school_id not in own or not works_at(request.user, row.school_id):
        raise Http404
    try:
        answer = FileResponse(row.file.open("rb"), as_attachment=True, filename=f"chung-nhan-{row.batch_id}.pdf")
    except (FileNotFoundError, ServiceUnavailable):
        raise Http404 from None
    answer["Cache-Control"] = "private, no-store"
    return answer
