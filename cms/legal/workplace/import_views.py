"""Import of files by the office: upload, trial with counts and reasons, confirmation, progress, result."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn, StatusTagColumn, Table, TitleColumn

from cms.core.media.file_text.extract import NO_TEXT
from cms.core.office_files.cells import neutral
from cms.core.web.listing import ListingView
from cms.legal.importer import uploads
from cms.legal.importer.proposals import propose_file
from cms.legal.importer.records import ImportFileError, ImportProblem
from cms.legal.importer.report import ReportEntry, sentence
from cms.legal.importer.sources import kind_of_name
from cms.legal.models import ImportUpload, ProposedDocument
from cms.legal.workplace.import_forms import UploadForm
from cms.legal.workplace.review_views import OfficeReads, OfficeView
from cms.tenancy import rights

SHOWN = 200  # rows of a report on the screen; the file has all
DIRECT = 5 * 1024 * 1024  # a single document up to this size is read while the person waits
PER_PAGE = 30


class MayImport(OfficeReads):
    """Mixin: office roles look, who may add documents acts."""

    header_icon = "upload"

    @property
    def may_change(self) -> bool:
        return rights.may(self.request.user, "legal.add_legaldocument", None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        return self.act(request)

    def act(self, request: HttpRequest) -> HttpResponse:
        """What a form of the screen asks for; not every screen has one."""
        return self.http_method_not_allowed(request)


class ImportView(MayImport, OfficeView):
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("library_work:imports"), "label": ImportListView.page_title}, items[-1]]


class ImportListView(MayImport, ListingView):
    """A form, what waits for somebody, and what was uploaded before."""

    model = ImportUpload
    template_name = "legal/admin/imports.html"
    page_title = gettext_lazy("Import documents")
    index_url_name = "library_work:imports"
    paginate_by = PER_PAGE
    no_results_message = gettext_lazy("Nothing has been uploaded yet.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("name", label=gettext_lazy("File"), url_name="library_work:import"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display",
            primary=lambda row: row.state == ImportUpload.State.DONE,
        ),
        DateColumn("created_at", label=gettext_lazy("Uploaded")),
        Column("created_by", label=gettext_lazy("By")),
    ]  # fmt: skip
    waiting_columns: ClassVar[list[Column]] = [
        TitleColumn("name", label=gettext_lazy("File"), url_name="library_work:proposal"),
        StatusFlagColumn(
            "scan", label=gettext_lazy("scan without text"), true_label=gettext_lazy("scan without text"),
            accessor=lambda row: row.text_state == NO_TEXT,
        ),
        Column("number", label=gettext_lazy("Number"), accessor=lambda row: row.values.get("number") or "–"),
        Column(
            "title", label=gettext_lazy("Title"),
            accessor=lambda row: Truncator(row.values.get("title") or "–").chars(120),
        ),
        DateColumn("created_at", label=gettext_lazy("Uploaded")),
        Column("created_by", label=gettext_lazy("By")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[ImportUpload]:
        return ImportUpload.objects.select_related("created_by").defer("report")

    def get_context_data(self, *args: Any, form: UploadForm | None = None, **kwargs: Any) -> dict[str, Any]:
        waiting = ProposedDocument.objects.filter(state=ProposedDocument.State.WAITING)
        rows = list(waiting.select_related("created_by").defer("text")[:100])
        return super().get_context_data(
            *args,
            form=form or UploadForm(),
            waiting=rows,
            waiting_table=Table(self.waiting_columns, rows),
            waiting_count=waiting.count(),
            may_change=self.may_change,
            **kwargs,
        )

    def again(self, form: UploadForm) -> HttpResponse:
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, request):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.again(form)
        file = form.cleaned_data["file"]
        if not kind_of_name(file.name) or file.size > DIRECT:
            return redirect("library_work:import", uploads.begin(file, request.user).pk)
        try:
            proposed = _proposed(file, request.user)
        except ImportFileError as error:
            form.add_error("file", sentence(error.problem))
            return self.again(form)
        return redirect("library_work:proposal", proposed.pk)


def _proposed(file, user) -> ProposedDocument:
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        return propose_file(Path(copy.name), file.name, user)


class UploadView(ImportView):
    """One upload: the report of its trial or of its import, and the next step."""

    template_name = "legal/admin/import.html"

    @cached_property
    def upload(self) -> ImportUpload:
        return get_object_or_404(ImportUpload.objects.select_related("created_by"), pk=self.kwargs["upload_id"])

    @property
    def page_title(self):
        return self.upload.name

    def get(self, request, **kwargs):
        response = super().get(request, **kwargs)
        if self.upload.state in (uploads.State.CHECKING, uploads.State.IMPORTING):
            response["Refresh"] = "5"
        return response

    def get_context_data(self, **kwargs):
        report, problem = self.upload.report, self.upload.problem
        entries = {name: report.get(name, []) for name in ("rejected", "flagged")}
        return super().get_context_data(
            upload=self.upload,
            counts=report.get("counts"),
            problem=sentence(ImportProblem(problem["code"], tuple(problem["values"].items()))) if problem else "",
            lists=[
                (heading, len(entries[name]), [ReportEntry.of_row(row) for row in entries[name][:SHOWN]])
                for name, heading in (("rejected", _("Rejected")), ("flagged", _("Flagged")))
                if entries[name]
            ],
            shown=SHOWN,
            may_change=self.may_change,
            **kwargs,
        )

    def act(self, request):
        if "discard" in request.POST and uploads.discard(self.upload):
            messages.success(request, _("“%(name)s” was removed from the list.") % {"name": self.upload.name})
            return redirect("library_work:imports")
        if "go_on" in request.POST and not uploads.go_on(self.upload):
            messages.info(request, _("The import is still running."))
        if "confirm" in request.POST and not uploads.start(self.upload, request.user):
            messages.warning(request, _("Somebody else has started this import already."))
        return redirect("library_work:import", self.upload.pk)


class ImportReportView(ImportView):
    """Rows that were rejected or flagged, as a table for whoever corrects the file."""

    def get(self, request, **kwargs):
        upload = get_object_or_404(ImportUpload, pk=self.kwargs["upload_id"])
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="ket-qua-nhap-{upload.pk}.csv"'
        response.write("\ufeff")
        out = csv.writer(response)
        out.writerow([_("What"), _("File"), _("Line"), _("Number"), _("Reason")])
        for name, label in (("rejected", _("Rejected")), ("flagged", _("Flagged"))):
            for entry in map(ReportEntry.of_row, upload.report.get(name, [])):
                cells = [label, entry.place.file, str(entry.place.line or ""), entry.number, entry.reason]
                out.writerow([neutral(cell) for cell in cells])
        return response

    def post(self, request, **kwargs):
        return self.http_method_not_allowed(request)
