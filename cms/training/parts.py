"""What this app adds to pages of the section: the way to courses with enrolment and to the roster."""

from __future__ import annotations

from django.template.loader import render_to_string

from cms.core.contexts import part_of
from cms.legal.models import TrainingIndexPage
from cms.tenancy import sites


@part_of("top", TrainingIndexPage)
def courses_link(page, request) -> str:
    """Nothing of it changes with the courses, so the page may be kept."""
    context = {
        "courses": sites.address("courses"),
        "contests": sites.address("contests"),
        "roster": sites.address("roster"),
    }
    return render_to_string("training/parts/links.html", context)
