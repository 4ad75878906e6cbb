"""The versions of a document's text: which source gave them, which is shown, what differs, going back to one."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.legal.admin_views.conflict_views import DecidingView, DecisionForm
from cms.legal.models import LegalDocument, TextVersion
from cms.legal.parsing.texts.compare import compare_texts
from cms.legal.sources import precedence, resolution
from cms.legal.sources.messages import describe_uncertainties, web_address
from cms.legal.sources.nodes import unpack_nodes
from cms.legal.sources.texts import text_facts


class TextsView(DecidingView):
    """All versions, the newest first."""

    template_name = "legal/admin/texts.html"
    header_icon = "doc-full"

    @cached_property
    def document(self) -> LegalDocument:
        return get_object_or_404(LegalDocument.objects.select_related("doc_type"), pk=self.kwargs["law_id"])

    @property
    def page_title(self) -> str:
        return _("Texts of %(number)s") % {"number": self.document.number_raw}

    @cached_property
    def versions(self) -> list[TextVersion]:
        rows: list[Any] = list(self.document.text_versions.defer("packed"))
        facts = [text_facts(row) for row in rows if row.current or row.decided]
        for row in rows:
            found = (
                precedence.find_text_uncertainties(text_facts(row), facts) if row.current or row.decided else row.doubts
            )
            row.doubts_words, row.link = describe_uncertainties(found), web_address(row.address)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            document=self.document,
            versions=self.versions,
            decided=any(row.decided for row in self.versions),
            may_change=self.may_change,
            **kwargs,
        )

    def act(self, request):
        if "release" in request.POST:
            try:
                resolution.release_text(self.document, request.user)
                messages.success(request, _("The text is chosen by the rules again."))
            except resolution.ResolutionRefused as error:
                messages.error(request, str(error))
        return redirect("library_work:texts", self.document.pk)


class TextView(TextsView):
    """One version beside the one that is shown; it can be shown in its place."""

    template_name = "legal/admin/text.html"

    @cached_property
    def version(self) -> TextVersion:
        return get_object_or_404(self.document.text_versions, pk=self.kwargs["version_id"])

    def get_breadcrumbs_items(self) -> list[dict]:
        items = super().get_breadcrumbs_items()
        above = {"url": reverse("library_work:texts", args=[self.document.pk]), "label": items[-1]["label"]}
        return [*items[:-1], above, {"url": "", "label": self.version.get_source_display()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.document.text_versions.filter(shown=True).first()
        differences = []
        if shown is not None and shown.pk != self.version.pk:
            differences = [
                row
                for row in compare_texts(unpack_nodes(shown.packed), unpack_nodes(self.version.packed))
                if row.differs
            ]
        elif shown is None:
            differences = compare_texts([], unpack_nodes(self.version.packed))
        listed = next(row for row in self.versions if row.pk == self.version.pk)
        return super().get_context_data(
            version=listed, shown=shown, differences=differences, form=DecisionForm(), **kwargs
        )

    def act(self, request):
        try:
            resolution.show_version(self.version, request.user, request.POST.get("note", "").strip())
            words = {"source": self.version.get_source_display()}
            messages.success(request, _("Shown now is the text of: %(source)s.") % words)
        except resolution.ResolutionRefused as error:
            messages.error(request, str(error))
        return redirect("library_work:texts", self.document.pk)
