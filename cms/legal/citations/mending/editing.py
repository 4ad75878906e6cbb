"""Stale citations on the editing form: a panel with the findings, one click to swap, and a confirmation before
publishing.

Publishing is never blocked: an editor who has seen the list confirms it and publishes.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from cms.core.forms import PageFormExtension, leading_panels, page_form_extensions
from cms.legal.citations.mending.check import check_page, findings_digest
from cms.legal.citations.mending.swap import replace_citations

SEEN, SWAP = "citations-seen", "swap-citation"


def is_publishing(data) -> bool:
    """Returns whether this form asks to publish, to approve, or to send for approval."""
    approves = data.get("action-workflow-action") and data.get("workflow-action-name") == "approve"
    return bool(
        data.get("action-publish") or data.get("action-submit") or data.get("action-restart-workflow") or approves
    )


def chosen_in_form(form) -> list[int] | None:
    """Returns the documents chosen in the submitted form; None where it has no such list."""
    rows = form.formsets.get("document_links") if form.is_bound else None
    if rows is None:
        return None
    values = [row["document"].value() for row in rows.forms if not row["DELETE"].value()]
    return [int(value) for value in values if str(value or "").isdigit()]


def find_stale_citations(form) -> list:
    """Returns the findings, computed once per form, of the page as it would be saved."""
    if not hasattr(form, "stale_citations"):
        form.stale_citations = check_page(form.instance, chosen_in_form(form))
    return form.stale_citations


class CitationsPart(PageFormExtension):
    def problems(self, form):
        if not is_publishing(form.data):
            return []
        findings = find_stale_citations(form)
        if not findings or findings_digest(findings) == form.data.get(SEEN):
            return []
        return [
            _(
                "The page cites law that does not hold today. Look at “Documents cited”, put the new documents in "
                "their place, or tick that you have seen it."
            )
        ]

    def change(self, form, page):
        asked = form.data.get(SWAP, "")
        findings = find_stale_citations(form) if asked else []
        finding = next((one for one in findings if str(one.document.pk) == asked and one.replacement), None)
        return finding is not None and replace_citations(page, finding.document, finding.replacement)


class CitationsPanel(Panel):
    """Shown when there are findings."""

    def __init__(self, **kwargs):
        kwargs.setdefault("heading", gettext_lazy("Documents cited"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "legal/admin/citations_panel.html"

        def is_shown(self):
            return super().is_shown() and bool(find_stale_citations(self.form))

        def get_context_data(self, parent_context=None):
            findings = find_stale_citations(self.form)
            return {
                **super().get_context_data(parent_context),
                "findings": findings,
                "mark": findings_digest(findings),
                "seen": self.form.is_bound and self.form.data.get(SEEN) == findings_digest(findings),
            }


def register_page_form_extension() -> None:
    page_form_extensions.append(CitationsPart())
    leading_panels.append(CitationsPanel())
