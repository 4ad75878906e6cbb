"""What this app adds to pages: the way to courses and the roster, and on the section's and the portal's first page what
runs, what comes, and results."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone

from cms.core.template_context import register_context_part
from cms.home.models import OfficeHomePage
from cms.legal.models import LegalEducationSectionPage, TrainingIndexPage
from cms.tenancy import sites
from cms.training import listings


@register_context_part("top", TrainingIndexPage)
def courses_panel(page, request) -> str:
    """Nothing of it changes with the courses."""
    names = ("courses", "contests", "roster")
    return render_to_string("training/parts/links.html", {name: sites.build_url(name) for name in names})


@register_context_part("activities", LegalEducationSectionPage, OfficeHomePage)
def activities_panel(page, request) -> str:
    info = getattr(request, "site_info", None)
    now = timezone.now()
    rows = [(row, row.has_begun(now)) for row in listings.activities_on_site(info, now)] if info else []
    context = {"rows": rows, "courses": sites.build_url("courses"), "contests": sites.build_url("contests")}
    return render_to_string("training/parts/activities.html", context) if rows else ""
