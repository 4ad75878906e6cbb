"""A school's own documents (its rules, its plans) in the library: their owner, and the sites that list them.

The school and the office, which maintains the library, list them; other schools list one only when the office has sent
it to them. A document with an unknown school is listed by the office alone.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cms.legal.models import LegalDocument, LegalDocumentIssuer
from cms.legal.section import registry
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo

LEVEL = LegalDocument.Level.SCHOOL


def broadcast_condition(info: SiteInfo | None) -> list[int]:
    return [card.extra.pk for card in registry.register_item_source("legal.LegalDocument", info)]


def issued_by_condition(school_id: int | None) -> QuerySet:
    """Returns ids of the documents of a school, for ``pk__in``; none for no school."""
    return LegalDocumentIssuer.objects.filter(body__school=school_id, body__school__isnull=False).values("document")


def filter_listed_on(documents: QuerySet[LegalDocument], info: SiteInfo | None) -> QuerySet[LegalDocument]:
    """Returns those of ``documents`` that the lists of this site may show."""
    if info is not None and info.is_portal:
        return documents
    own = issued_by_condition(info.school_id if info else None)
    return documents.filter(~Q(level=LEVEL) | Q(pk__in=own) | Q(pk__in=broadcast_condition(info)))


def own_documents(documents: QuerySet[LegalDocument], info: SiteInfo | None) -> QuerySet[LegalDocument]:
    return documents.filter(level=LEVEL, pk__in=issued_by_condition(info.school_id if info else None))


def owner_of(document: LegalDocument) -> int | None:
    """Returns the primary key of the school that issued the document as its own, or None."""
    if document.level != LEVEL:
        return None
    return next((link.body.school_id for link in document.issuer_links.all() if link.body.school_id), None)


def address_elsewhere(document: LegalDocument, info: SiteInfo) -> str:
    """Returns the address of a school's document for a site that does not list it; empty where the site does."""
    if document.level != LEVEL or info.is_portal:
        return ""
    owner = owner_of(document)
    if (owner is not None and owner == info.school_id) or document.pk in broadcast_condition(info):
        return ""
    place = next((one for one in sites.sites_by_id().values() if owner is not None and one.school_id == owner), None)
    place = place or sites.portal_site()
    return place.root_url + document.get_absolute_url() if place and place.id != info.id else ""
