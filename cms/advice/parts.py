"""What this app adds to pages of the section: the way to the form, a word about changed law, "was this useful?"."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from cms.advice.answering import reviews
from cms.core.contexts import part_of
from cms.legal.models import LegalEducationSectionPage, QuestionIndexPage, QuestionPage

THANKED, REPORTED = "cam-on", "da-bao"  # parameters of a page to which a form leads back


@part_of("top", QuestionPage)
def law_changed(page, request) -> str:
    """Said from the moment on at which the law changed: opening and closing a review outdate the page."""
    numbers = reviews.open_for(page) if page.pk else []
    return render_to_string("advice/parts/law_changed.html", {"numbers": numbers}) if numbers else ""


@part_of("bottom", QuestionPage, reads=(THANKED, REPORTED))
def useful(page, request) -> str:
    if not page.pk:
        return ""
    thanked = request is not None and request.GET.get(THANKED) == "1"
    context = {
        "page": page, "url": reverse("advice_useful", args=[page.pk]), "thanked": thanked,
        "report_url": reverse("advice_report_answer", args=[page.pk]),
        "reported": request is not None and request.GET.get(REPORTED) == "1",
    }  # fmt: skip
    return render_to_string("advice/parts/useful.html", context)


@part_of("top", QuestionIndexPage)
@part_of("questions", LegalEducationSectionPage)
@part_of("bottom", QuestionPage)
def ask_link(page, request) -> str:
    return render_to_string("advice/parts/ask_link.html", {"url": reverse("advice_ask")})
