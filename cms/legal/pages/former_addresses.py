"""Pages below a document's address (comparison, citing pages …): under the address of a document that was merged into
another they redirect to the same page of the one that was kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cms.legal.documents import library
from cms.legal.models import LegalDocument

#: Names of the parts of an address that are documents.
_DOCUMENTS = frozenset({"document", "old", "new"})


def redirect_former_addresses(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """``view`` gets the public documents in place of their addresses, under the same names, and what else the address
    says as it is. A former address
    leads to the same page of the document that was kept (301); an address of nothing public is 404."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponse:
        found: dict[str, LegalDocument] = {}
        slugs = {name: part for name, part in parts.items() if name in _DOCUMENTS}
        for name, slug in slugs.items():
            document = library.public_document(slug) or library.merged_into(slug)
            if document is None:
                raise Http404
            found[name] = document
        present = {name: document.slug for name, document in found.items()}
        if present != slugs:
            assert request.resolver_match is not None  # a view was found
            return redirect(request.resolver_match.view_name, permanent=True, **{**parts, **present})
        return view(request, **{**parts, **found})

    return answered
