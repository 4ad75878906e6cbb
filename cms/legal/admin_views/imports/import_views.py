"""Import of files by the office: upload, trial with counts and reasons, confirmation, progress, result."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn, StatusTagColumn, Table, TitleColumn

from cms.core.media.file_text.extract import NO_TEXT
from cms.core.office_files.cells import escape_formula
from cms.core.web.listing import ListingView
from cms.legal.admin_views.imports.import_forms import UploadForm
from cms.legal.admin_views.review_views import OfficeReadableMixin, OfficeView
from cms.legal.importer import uploads
from cms.legal.importer.documents.sources import kind_of_name
from cms.legal.importer.proposals import propose_file
from cms.legal.importer.records import ImportFileError, ImportProblem
from cms.legal.importer.report import Change, ReportEntry, sentence
from cms.legal.importer.tables.columns import COLUMNS
from cms.legal.importer.tables.template import TEMPLATES
from cms.legal.models import ImportUpload, ProposedDocument
from cms.tenancy import rights

SHOWN = 50  # rows of a part of the report on one page of the screen
DIRECT = 5 * 1024 * 1024  # a single document up to this size is read while the person waits
PER_PAGE = 30


class ImportPermissionMixin(OfficeReadableMixin):
    """Mixin: office roles look, who may add documents acts."""

    header_icon = "upload"

    @property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, "legal.add_legaldocument", None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        return self.act(request)

    def act(self, request: HttpRequest) -> HttpResponse:
        """What a form of the screen asks for; not every screen has one."""
        return self.http_method_not_allowed(request)


class ImportView(ImportPermissionMixin, OfficeView):
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("library_work:imports"), "label": ImportListView.page_title}, items[-1]]


class ImportListView(ImportPermissionMixin, ListingView):
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
            template_kinds=[(kind, kind.upper()) for kind in TEMPLATES],
            template_columns=COLUMNS,
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
            return redirect("library_work:import", uploads.begin_upload(file, request.user).pk)
        try:
            proposed = _propose(file, request.user)
        except ImportFileError as error:
            form.add_error("file", sentence(error.problem))
            return self.again(form)
        return redirect("library_work:proposal", proposed.pk)


def _propose(file, user) -> ProposedDocument:
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        return propose_file(Path(copy.name), file.name, user)


def _parts() -> dict[str, str]:
    """The parts of a report and their headings, in the order in which they are read."""
    return {"rejected": _("Rejected"), "flagged": _("Flagged"), "changed": _("Changes, row by row")}


#: Names of the counts that tell how many there were in all.
_COUNTS = {"rejected": "rejected", "flagged": "flagged", "changed": "changes"}


def report_entry(name: str, row: list) -> ReportEntry | Change:
    return Change.of_row(row) if name == "changed" else ReportEntry.of_row(row)


class ReportPart:
    """A part of an upload's report with the page of it that the address names (``?changed=3``)."""

    def __init__(self, request: HttpRequest, name: str, heading: str, report: dict[str, Any]):
        rows = report[name]
        self.name, self.heading = name, heading
        self.count = max(report.get("counts", {}).get(_COUNTS[name], 0), len(rows))
        self.kept = len(rows)
        self.page = Paginator(rows, SHOWN).get_page(request.GET.get(name))
        self.entries = [report_entry(name, row) for row in self.page]
        self._query = request.GET.copy()

    def _address(self, number: int) -> str:
        query = self._query.copy()
        query[self.name] = str(number)
        return f"?{query.urlencode()}#{self.name}"

    @property
    def previous_url(self) -> str:
        return self._address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._address(self.page.next_page_number()) if self.page.has_next() else ""


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
        return super().get_context_data(
            upload=self.upload,
            counts=report.get("counts"),
            problem=sentence(ImportProblem(problem["code"], tuple(problem["values"].items()))) if problem else "",
            parts=[
                ReportPart(self.request, name, heading, report)
                for name, heading in _parts().items()
                if report.get(name)
            ],
            may_change=self.may_change,
            **kwargs,
        )

    def act(self, request):
        if "discard" in request.POST and uploads.discard_upload(self.upload):
            messages.success(request, _("“%(name)s” was removed from the list.") % {"name": self.upload.name})
            return redirect("library_work:imports")
        if "go_on" in request.POST and not uploads.continue_import(self.upload):
            messages.info(request, _("The import is still running."))
        if "confirm" in request.POST and not uploads.start_import(self.upload, request.user):
            messages.warning(request, _("Somebody else has started this import already."))
        return redirect("library_work:import", self.upload.pk)


class ImportReportView(ImportView):
    """Rows that were rejected or flagged and what changes, as a table for whoever corrects the file."""

    def get(self, request, **kwargs):
        upload = get_object_or_404(ImportUpload, pk=self.kwargs["upload_id"])
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="ket-qua-nhap-{upload.pk}.csv"'
        response.write("\ufeff")
        out = csv.writer(response)
        heads = (_("What"), _("File"), _("Line"), _("Cell"), _("Number"), _("Column"), _("Old"), _("New"), _("Reason"))
        out.writerow(heads)
        for name, heading in _parts().items():
            for row in upload.report.get(name, []):
                out.writerow([escape_formula(cell) for cell in _cells(heading, report_entry(name, row))])
        return response

    def post(self, request, **kwargs):
        return self.http_method_not_allowed(request)


def _cells(heading: str, entry: ReportEntry | Change) -> list[str]:
    place = [heading, entry.place.file, str(entry.place.line or "")]
    if isinstance(entry, Change):
        return [*place, "", entry.number, entry.label, entry.before, entry.after, ""]
    return [*place, entry.cell, entry.number, entry.column, "", "", entry.reason]


class ImportTemplateView(ImportView):
    """The table to fill in."""

    def get(self, request, **kwargs):
        if self.kwargs["kind"] not in TEMPLATES:
            raise Http404
        content_type, write = TEMPLATES[self.kwargs["kind"]]
        response = HttpResponse(write(), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="mau-nhap-van-ban.{self.kwargs["kind"]}"'
        return response

    def post(self, request, **kwargs):
        return self.http_method_not_allowed(request)
