"""What this app adds to pages of the section: the way to the form, a word about changed law, "was this useful?"."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from cms.advice.answering import law_reviews
from cms.core.template_context import register_context_part
from cms.legal.models import LegalEducationSectionPage, QuestionIndexPage, QuestionPage

THANKED_PARAM, REPORTED_PARAM = "cam-on", "da-bao"  # parameters of a page to which a form leads back


@register_context_part("top", QuestionPage)
def render_law_changed_notice(page, request) -> str:
    """Said from the moment on at which the law changed: opening and closing a review outdate the page."""
    numbers = law_reviews.document_numbers_under_review(page) if page.pk else []
    return render_to_string("advice/parts/law_changed.html", {"numbers": numbers}) if numbers else ""


@register_context_part("bottom", QuestionPage, reads=(THANKED_PARAM, REPORTED_PARAM))
def render_usefulness_form(page, request) -> str:
    if not page.pk:
        return ""
    thanked = request is not None and request.GET.get(THANKED_PARAM) == "1"
    context = {
        "page": page, "url": reverse("advice_useful", args=[page.pk]), "thanked": thanked,
        "report_url": reverse("advice_report_answer", args=[page.pk]),
        "reported": request is not None and request.GET.get(REPORTED_PARAM) == "1",
    }  # fmt: skip
    return render_to_string("advice/parts/useful.html", context)


@register_context_part("top", QuestionIndexPage)
@register_context_part("questions", LegalEducationSectionPage)
@register_context_part("bottom", QuestionPage)
def render_ask_link(page, request) -> str:
    return render_to_string("advice/parts/ask_link.html", {"url": reverse("advice_ask")})
