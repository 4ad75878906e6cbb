"""Two revisions of a page field by field, as the admin's own comparison shows them."""

from __future__ import annotations

from wagtail.models import Page, Revision


def compare_revisions(page: Page, before: Revision, after: Revision, request) -> list:
    """Wagtail's comparisons of the fields that differ (``field_label``, ``htmldiff``; child rows have their own)."""
    panel = type(page).get_edit_handler().get_bound_panel(instance=page, request=request, form=None)
    one, other = before.as_object(), after.as_object()
    return [found for compare in panel.get_comparison() if (found := compare(one, other)).has_changed()]
