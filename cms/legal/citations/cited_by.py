"""Lists what cites a document: live public pages of all schools, and public documents of the library, in their own text
or in that of public files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from cms.core.visibility import NOT_MIRRORED, filter_public
from cms.core.web.paging import PARAMETER, ListPage, paginate
from cms.legal.citations.store import filter_open_to_all
from cms.legal.documents import library
from cms.legal.models import Citation, LegalDocument
from cms.tenancy import sites

#: How many of each the page of the document shows.
FIRST = 5
PER_PAGE = 30
CITING_KINDS = "who"
PAGES, DOCUMENTS = "pages", "documents"


@dataclass(frozen=True)
class CitingPage:
    title: str
    url: str
    site: str


def citing_pages(document: LegalDocument) -> QuerySet[Page]:
    """Returns the citing pages, newest first."""
    rows = filter_open_to_all(Citation.objects.filter(document=document, page__isnull=False)).values("page_id")
    pages = filter_public(Page.objects.filter(NOT_MIRRORED, pk__in=rows)).only(
        "title", "url_path", "last_published_at", "live"
    )
    return pages.order_by("-last_published_at", "-pk")


def citing_documents(document: LegalDocument) -> QuerySet[LegalDocument]:
    rows = filter_open_to_all(Citation.objects.filter(document=document, source__isnull=False)).values("source_id")
    return library.public_documents().filter(pk__in=rows)


def as_links(pages, current=None) -> list[CitingPage]:
    """Returns the pages on sites that are served as links; no query."""
    found = []
    for page in pages:
        site = sites.site_of_path(page.url_path)
        if site and (url := sites.page_url(page.url_path, current)):
            found.append(CitingPage(page.title, url, site.name))
    return found


def citation_summary(document: LegalDocument, current=None) -> dict:
    """Returns, for the document's page, the first few of each and their numbers. A constant number of queries."""
    if document.pk is None:
        return {}
    pages, documents = citing_pages(document), citing_documents(document)
    return {
        "pages": as_links(pages[:FIRST], current),
        "page_count": pages.count(),
        "documents": list(documents[:FIRST]),
        "document_count": documents.count(),
    }


def citation_listing(document: LegalDocument, query: Mapping[str, str], current=None) -> dict:
    """Returns one page of one of the two lists."""
    who = DOCUMENTS if query.get(CITING_KINDS) == DOCUMENTS else PAGES
    rows = citing_documents(document) if who == DOCUMENTS else citing_pages(document)
    page_of = paginate(rows, query.get(PARAMETER), {CITING_KINDS: who if who == DOCUMENTS else ""}, PER_PAGE)
    if who == PAGES:
        page_of = ListPage(**{**vars(page_of), "items": as_links(page_of.items, current)})
    return {"who": who, "page_of": page_of}
