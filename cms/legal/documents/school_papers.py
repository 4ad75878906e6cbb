"""A school's own papers (its rules, its plans) in the library: whose they are and where they are listed.

They stand with their school and with the office, which keeps the library; other schools list one only when the office
has sent it to them. A paper whose school is not known is listed by the office alone.
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
    """Ids of the documents of a school, for ``pk__in``; none for no school."""
    return LegalDocumentIssuer.objects.filter(body__school=school_id, body__school__isnull=False).values("document")


def filter_listed_on(documents: QuerySet[LegalDocument], info: SiteInfo | None) -> QuerySet[LegalDocument]:
    """Those of ``documents`` that the lists of this site may show."""
    if info is not None and info.is_portal:
        return documents
    own = issued_by_condition(info.school_id if info else None)
    return documents.filter(~Q(level=LEVEL) | Q(pk__in=own) | Q(pk__in=broadcast_condition(info)))


def own_documents(documents: QuerySet[LegalDocument], info: SiteInfo | None) -> QuerySet[LegalDocument]:
    return documents.filter(level=LEVEL, pk__in=issued_by_condition(info.school_id if info else None))


def owner_of(document: LegalDocument) -> int | None:
    """The school whose own paper it is."""
    if document.level != LEVEL:
        return None
    return next((link.body.school_id for link in document.issuer_links.all() if link.body.school_id), None)


def address_elsewhere(document: LegalDocument, info: SiteInfo) -> str:
    """Where a school's paper is read, seen from a site that is not its place; empty where it has one."""
    if document.level != LEVEL or info.is_portal:
        return ""
    owner = owner_of(document)
    if (owner is not None and owner == info.school_id) or document.pk in broadcast_condition(info):
        return ""
    place = next((one for one in sites.sites_by_id().values() if owner is not None and one.school_id == owner), None)
    place = place or sites.portal_site()
    return place.root_url + document.get_absolute_url() if place and place.id != info.id else ""
