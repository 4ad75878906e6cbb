"""What this app adds to pages of the section: the way to drafts on which everybody is asked."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from cms.core.template_context import register_context_part
from cms.legal.models import QuestionIndexPage


@register_context_part("bottom", QuestionIndexPage)
def render_consultations_link(page, request) -> str:
    return render_to_string("opinions/parts/link.html", {"url": reverse("opinions_index")})
