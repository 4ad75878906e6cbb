"""A document as of a day, at an address that stays (``/van-ban/<slug>/tai-ngay/2024-05-01/``), and the way there from
its identifier (``cms.legal.exporter.identifiers``).

The status is the one of that day. The text is the one that the library holds, each article with what had changed it by
then and what lay ahead; where a consolidated text of that time is held, the page leads there.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cms.core.page_cache.policy import cached_until_changed
from cms.legal.citations.store import CITED
from cms.legal.documents import school_papers
from cms.legal.models import LegalDocument
from cms.legal.pages.document_context import address_as_of, document_context
from cms.legal.pages.former_addresses import redirect_former_addresses


def parse_day(words: str) -> datetime.date:
    """The day of an address; a day that is none, or written in another way, is not found: one day, one address."""
    try:
        day = datetime.date.fromisoformat(words)
    except ValueError:
        raise Http404 from None
    if day.isoformat() != words:
        raise Http404
    return day


@cached_until_changed(counters=(CITED,))
@redirect_former_addresses
def as_of_page(request: Any, document: LegalDocument, day: str) -> HttpResponse:
    asked = parse_day(day)
    if elsewhere := school_papers.address_elsewhere(document, request.site_info):
        return redirect(f"{elsewhere}tai-ngay/{day}/")
    return render(request, "legal/document_page.html", document_context(document, request, asked))


@redirect_former_addresses
def resolve_identifier(
    request: HttpRequest, document: LegalDocument, kind: str, issued: str, day: str = ""
) -> HttpResponse:
    """Leads from the identifier to what it names. Type and date may have been corrected since: the last part, which is
    the document's address now or before, decides."""
    return redirect(address_as_of(document, parse_day(day)) if day else document.get_absolute_url())
