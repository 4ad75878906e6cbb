"""One document that waits: what it says of itself beside its text, to be confirmed or discarded."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core.models import User
from cms.legal.admin_views.imports.import_forms import ProposalForm
from cms.legal.admin_views.imports.import_views import ImportView
from cms.legal.admin_views.imports.proposal_uncertainties import fault_lines, fault_sentences, uncertainty_sentence
from cms.legal.importer import proposals
from cms.legal.importer.records import DocumentRecord, RowError
from cms.legal.importer.report import sentence
from cms.legal.models import LegalDocument, ProposedDocument
from cms.legal.parsing.texts.article_order import OrderFault, find_order_faults
from cms.legal.parsing.texts.structure import parse_structure

SHOWN = 3_000  # lines of the text beside the form
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}


def edit_address(document: LegalDocument) -> str:
    return reverse(LegalDocument.snippet_viewset.get_url_name("edit"), args=[document.pk])


class ProposalView(ImportView):
    template_name = "legal/admin/proposal.html"

    @cached_property
    def proposed(self) -> ProposedDocument:
        rows = ProposedDocument.objects.select_related("document", "created_by", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["proposal_id"])

    @property
    def page_title(self):
        return self.proposed.name

    @property
    def waits(self) -> bool:
        return self.proposed.state == ProposedDocument.State.WAITING

    def _present(self, row: dict) -> LegalDocument | None:
        """The document that this one would update; None too where a value cannot be."""
        try:
            return proposals.is_in_library(proposals.proposed_record(row))
        except RowError:
            return None

    @cached_property
    def faults(self) -> list[OrderFault]:
        return find_order_faults(parse_structure(self.proposed.text)) if self.proposed.text else []

    def _form(self, present: LegalDocument | None, data=None) -> ProposalForm:
        doubtful = bool(proposals.proposal_uncertainties(self.proposed))
        return ProposalForm(data, proposed=self.proposed, present=present, doubtful=doubtful)

    def get_context_data(self, form=None, present=None, **kwargs):
        if form is None:
            present = self._present(self.proposed.values)
            form = self._form(present)
        return super().get_context_data(
            proposed=self.proposed,
            form=form,
            present=present,
            present_url=edit_address(present) if present else "",
            lines=self._lines(),
            doubts=[uncertainty_sentence(doubt) for doubt in proposals.proposal_uncertainties(self.proposed)],
            faults=fault_sentences(self.faults),
            may_change=self.may_change and self.waits,
            media=form.media,
            **kwargs,
        )

    def _lines(self) -> list[tuple[str, str]]:
        """(line, what it says) in order."""
        labels = {name: str(field.label) for name, field in ProposalForm.base_fields.items()}
        labels["type"] = labels["doc_type"]
        said: dict[int, list[str]] = {}
        for name, places in self.proposed.lines.items():
            for place in places:
                said.setdefault(place, []).append(labels.get(name, name))
        lines = self.proposed.text.split("\n")[:SHOWN] if self.proposed.text else []
        for place in fault_lines(self.faults, lines):
            said.setdefault(place, []).append(_("out of the order of articles"))
        return [(line, ", ".join(said.get(number, ()))) for number, line in enumerate(lines)]

    def act(self, request):
        if "discard" in request.POST:
            if proposals.discard_proposal(self.proposed, request.user):
                messages.success(request, _("“%(name)s” was discarded.") % {"name": self.proposed.name})
            return redirect("library_work:imports")
        if not self.waits:
            return redirect("library_work:proposal", self.proposed.pk)
        present = self._present(self.proposed.values)
        form = self._form(present, request.POST)
        document = self._confirmed(form) if form.is_valid() else None
        if document is None:
            return self.render_to_response(self.get_context_data(form=form, present=present))
        if not document.live and not form.cleaned_data["draft"]:
            messages.warning(
                request, _("Number or day are in doubt: it is a draft until somebody sets them and publishes it.")
            )
        messages.success(
            request,
            _("%(number)s is in the library.") % {"number": document.number_raw},
            buttons=[messages.button(edit_address(document), _("Edit"))],
        )
        return redirect("library_work:imports")

    def _confirmed(self, form: ProposalForm) -> LegalDocument | None:
        try:
            record = proposals.proposed_record(form.row())
        except RowError as error:
            form.add_error("number", sentence(error.problem))
            return None
        if not self._may_update(form, record):
            return None
        take_text = form.cleaned_data.get("take_text", False)
        checked = form.cleaned_data["checked"]
        try:
            report, document = proposals.confirm_proposal(
                self.proposed, record, take_text=take_text, user=cast(User, self.request.user), checked=checked
            )
        except proposals.UncertainProposal as error:
            words = _("The document of the library is public. Compare number and day with the file first.")
            form.add_error("checked", " ".join([words, *map(uncertainty_sentence, error.doubts)]))
            return None
        if document is None:
            reasons = [sentence(entry.problem) for entry in report.rejected]
            form.add_error(None, " ".join(reasons) or _("Somebody else has decided on this document already."))
        return document

    @staticmethod
    def _may_update(form: ProposalForm, record: DocumentRecord) -> bool:
        found = proposals.is_in_library(record)
        if found is None or form.cleaned_data["update"]:
            return True
        words = _("The library already has this document; tick this box to bring it up to date:")
        form.add_error("update", format_html('{} <a href="{}">{}</a>', words, edit_address(found), found))
        return False


class ProposalFileView(ImportView):
    """The file itself, for those who compare."""

    def get(self, request, **kwargs):
        proposed = get_object_or_404(ProposedDocument.objects.exclude(file=""), pk=self.kwargs["proposal_id"])
        kind = _TYPES.get(proposed.kind, "application/octet-stream")  # HTML of strangers is never shown as such
        return FileResponse(proposed.file.open("rb"), as_attachment=True, filename=proposed.name, content_type=kind)

    def post(self, request, **kwargs):
        return self.http_method_not_allowed(request)
