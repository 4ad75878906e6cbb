"""Documents of the library for what somebody types below an answer ("luật trẻ em 2016", "điều 6 luật trẻ em")."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from cms.advice.answering import cited_law
from cms.legal.citations import typed_lookup

MAX_RESULTS = 8


@require_GET
def find_law(request: HttpRequest) -> JsonResponse:
    """``{"found": [{"line", "title"}, …]}``: what stands in the field, and what the person reads."""
    text = " ".join(request.GET.get("q", "")[:200].split())
    rows = typed_lookup.find_documents(text)[:MAX_RESULTS] if len(text) >= 3 else []
    return JsonResponse(
        {"found": [{"line": cited_law.format_citation_lines([row]), "title": str(row)[:200]} for row in rows]}
    )
