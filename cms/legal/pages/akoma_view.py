"""A document as Akoma Ntoso XML, for the public and for the office."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from cms.core.page_cache.policy import cached_until_changed
from cms.legal.exporter.akoma import akoma_ntoso
from cms.legal.models import LegalDocument
from cms.legal.pages.former_addresses import redirect_former_addresses


def akoma_response(document: LegalDocument) -> HttpResponse:
    rows = list(document.provisions.order_by("order", "pk"))
    if not rows:
        raise Http404(_("The library does not hold the text of this document."))
    response = HttpResponse(akoma_ntoso(document, rows), content_type="application/akn+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{document.slug or document.pk}.akn.xml"'
    return response


@cached_until_changed()
@conditional_page
@redirect_former_addresses
def akoma_ntoso_document(request, document):
    """Of a public document that the library holds with its text."""
    return akoma_response(document)
