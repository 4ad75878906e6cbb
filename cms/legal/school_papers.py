"""A school's own papers (its rules, its plans) in the library: whose they are and where they are listed.

They stand with their school and with the office, which keeps the library; other schools list one only when the office
has sent it to them. A paper whose school is not known is listed by the office alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cms.legal import added
from cms.legal.issuers import spelling_key
from cms.legal.models import IssuingBody, LegalDocument, LegalDocumentIssuer
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.tenancy.sites import SiteInfo

LEVEL = LegalDocument.Level.SCHOOL
_LONG = (("trung hoc pho thong", "thpt"), ("trung hoc co so", "thcs"))


def sent_to(info: SiteInfo | None) -> list[int]:
    return [card.extra.pk for card in added.to("legal.LegalDocument", info)]


def issued_by(school_id: int | None) -> QuerySet:
    """Ids of the documents of a school, for ``pk__in``; none for no school."""
    return LegalDocumentIssuer.objects.filter(body__school=school_id, body__school__isnull=False).values("document")


def listed_on(documents: QuerySet[LegalDocument], info: SiteInfo | None) -> QuerySet[LegalDocument]:
    """Those of ``documents`` that the lists of this site may show."""
    if info is not None and info.is_portal:
        return documents
    own = issued_by(info.school_id if info else None)
    return documents.filter(~Q(level=LEVEL) | Q(pk__in=own) | Q(pk__in=sent_to(info)))


def own_papers(documents: QuerySet[LegalDocument], info: SiteInfo | None) -> QuerySet[LegalDocument]:
    return documents.filter(level=LEVEL, pk__in=issued_by(info.school_id if info else None))


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
    if (owner is not None and owner == info.school_id) or document.pk in sent_to(info):
        return ""
    place = next((one for one in sites.by_id().values() if owner is not None and one.school_id == owner), None)
    place = place or sites.portal()
    return place.root_url + document.get_absolute_url() if place and place.id != info.id else ""


def _key(name: str) -> str:
    """Equal for "Trường THPT Bắc Sơn" and "Trường Trung học phổ thông Bắc Sơn"."""
    key = spelling_key(name)
    for long, short in _LONG:
        key = key.replace(long, short)
    return key.removeprefix("truong ")


def link_bodies(bodies: Iterable[IssuingBody] | None = None) -> list[IssuingBody]:
    """Find the school behind each issuing body that is one, by name; several of one name are left to the office."""
    rows = IssuingBody.objects.filter(level=IssuingBody.Level.SCHOOL, school=None) if bodies is None else bodies
    if not (rows := list(rows)):
        return []
    named: dict[str, set[int]] = defaultdict(set)
    for pk, name in School.objects.values_list("pk", "name"):
        named[_key(name)].add(pk)
    linked = []
    for body in rows:
        found = set().union(*(named.get(_key(name), set()) for name in body.spellings))
        if len(found) == 1:
            body.school_id = found.pop()
            linked.append(body)
    IssuingBody.objects.bulk_update(linked, ["school"])
    tell_of(linked)
    return linked


def tell_of(bodies: Iterable[IssuingBody]) -> None:
    """Lists and index show their documents elsewhere from now on."""
    from cms.legal.signals import tell

    ids = LegalDocumentIssuer.objects.filter(body__in=list(bodies)).values_list("document_id", flat=True)
    if ids := set(ids):
        tell(ids)
