"""The library's documents that pages cite, for templates: public ones only, in the order in which they were chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import translation

from cms.legal.documents import library


def cited_by_page(page) -> list:
    """Returns the public documents cited by one page; in a preview those chosen in the form."""
    return library.with_translations(cited_documents(page), _language())


def cited_documents(page) -> list:
    """Returns them without their translations. Two queries."""
    chosen = [link.document_id for link in page.document_links.all()]
    if not chosen:
        return []
    found = {document.pk: document for document in library.public_documents().filter(pk__in=chosen)}
    return [found[pk] for pk in chosen if pk in found]


def attach_citations(pages: Iterable) -> list:
    """Returns the pages (of one type) with ``cited`` set on each: a constant number of queries."""
    pages = list(pages)
    if not pages:
        return pages
    rows = _links(pages)
    found = {}
    if rows:
        documents = library.public_documents().filter(pk__in={document_id for _page_id, document_id in rows})
        found = {document.pk: document for document in library.with_translations(documents, _language())}
    by_page = defaultdict(list)
    for page_id, document_id in rows:
        if document_id in found:
            by_page[page_id].append(found[document_id])
    for page in pages:
        page.cited = by_page[page.pk]
    return pages


def _links(pages: list) -> list[tuple[int, int]]:
    links = type(pages[0])._meta.get_field("document_links").related_model
    rows = links.objects.filter(page_id__in=[page.pk for page in pages]).order_by("page_id", "sort_order")
    return list(rows.values_list("page_id", "document_id"))


def _language() -> str:
    return translation.get_language() or "vi"
