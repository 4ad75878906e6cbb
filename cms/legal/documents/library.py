"""Questions that pages ask of the central library. Public only: live, not confidential, the Vietnamese original.

Translations of a document are never rows of a list of their own: ``with_translations`` adds the
translated title and summary where there is one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import Case, Count, Q, QuerySet, When, prefetch_related_objects
from django.utils import timezone

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.legal.documents import consolidated, types
from cms.legal.documents.school_papers import filter_listed_on
from cms.legal.models import LegalDocument
from cms.legal.parsing.numbers import lookup_key
from cms.legal.validity.status_periods import known_subquery
from cms.tenancy.sites import SiteInfo

#: The four groups in which every section shows the library. They do not overlap: what the education
#: sector itself issues (ministry, department, office) stands in the last one.
EDUCATION = "education"
GROUPS = (LegalDocument.Level.CENTRAL, LegalDocument.Level.PROVINCE, LegalDocument.Level.LOCAL, EDUCATION)


def public_documents() -> QuerySet[LegalDocument]:
    """Originals that anyone may read, newest first, with what a list row needs (three queries in all)."""
    rows = LegalDocument.objects.filter(live=True, confidential=False, locale__language_code=settings.LANGUAGE_CODE)
    rows = rows.select_related("doc_type").prefetch_related("issuer_links__body").defer("folded", "abstract")
    today = timezone.localdate()
    rows = rows.annotate(known_today=known_subquery(today))
    return rows.order_by("-issued_on", "-number_key", "-pk")


def without_consolidated(documents: QuerySet[LegalDocument]) -> QuerySet[LegalDocument]:
    """Without consolidated texts, which repeat law that stands in the library by itself."""
    return documents.exclude(consolidated.consolidated_condition())


def group_condition(group: str) -> Q:
    if group == EDUCATION:
        return Q(education=True)
    return Q(education=False, level=group)


def in_group(documents: QuerySet[LegalDocument], group: str) -> QuerySet[LegalDocument]:
    """``documents`` of one of ``GROUPS``."""
    return documents.filter(group_condition(group))


def _known_dates(documents: QuerySet[LegalDocument]) -> QuerySet[LegalDocument]:
    """ "New" needs a date: a document without one cannot be new, a misdated one in the future neither. Nor is a
    consolidated text new law."""
    return without_consolidated(documents).filter(issued_on__lte=timezone.localdate())


def newest(limit: int, info: SiteInfo | None) -> list[LegalDocument]:
    return list(_known_dates(filter_listed_on(public_documents(), info))[:limit])


def newest_of_each(limit: int, info: SiteInfo | None) -> dict[str, list[LegalDocument]]:
    """Group → its newest, for all of ``GROUPS``: one query to a group, the issuers of all together in two."""
    listed = filter_listed_on(public_documents().prefetch_related(None), info)
    found = {str(group): list(_known_dates(in_group(listed, group))[:limit]) for group in GROUPS}
    prefetch_related_objects([document for rows in found.values() for document in rows], "issuer_links__body")
    return found


def counts_by_level(info: SiteInfo | None) -> dict[str, int]:
    """Group → number of documents that the site lists, all four groups present, without consolidated texts; one
    query."""
    rows = (
        filter_listed_on(without_consolidated(public_documents()), info)
        .order_by()
        .aggregate(**{str(group): Count("pk", filter=group_condition(group)) for group in GROUPS})
    )
    return {str(group): rows[str(group)] for group in GROUPS}


def new_this_month(
    info: SiteInfo | None, limit: int | None = None, day: datetime.date | None = None
) -> list[LegalDocument]:
    """Issued in the month of ``day`` (today), up to that day."""
    day = day or timezone.localdate()
    rows = filter_listed_on(without_consolidated(public_documents()), info)
    rows = rows.filter(issued_on__gte=day.replace(day=1), issued_on__lte=day)
    return list(rows[:limit])


def with_translations(documents: Iterable[LegalDocument], language: str) -> list[LegalDocument]:
    """The same rows with ``translation`` set (the public translation, or None); one query, none in Vietnamese."""
    documents = list(documents)
    found: dict = {}
    if language != settings.LANGUAGE_CODE and documents:
        keys = [document.translation_key for document in documents]
        rows = LegalDocument.objects.filter(
            translation_key__in=keys, locale__language_code=language, live=True, confidential=False
        )
        found = {row.translation_key: row for row in rows.only("translation_key", "title", "summary", "locale_id")}
    for document in documents:
        document.translation = found.get(document.translation_key)
    return documents


def is_translated(document: LegalDocument) -> bool:
    """Is there a public translation of this original?"""
    rows = LegalDocument.objects.filter(translation_key=document.translation_key, live=True, confidential=False)
    return rows.exclude(locale__language_code=settings.LANGUAGE_CODE).exists()


def original_of(translated: LegalDocument) -> LegalDocument | None:
    """The Vietnamese original of a translation."""
    rows = LegalDocument.objects.filter(
        translation_key=translated.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return rows.select_related("doc_type").first()


def document_at(slug: str) -> LegalDocument | None:
    """The one at this address, without what hangs on it; one query."""
    return public_documents().defer(None).prefetch_related(None).filter(slug=slug).first()


def complete_documents(document: LegalDocument) -> LegalDocument:
    """The same with its issuers, fields and files."""
    prefetch_related_objects([document], "issuer_links__body", "fields", "files__file")
    return document


def public_document(slug: str) -> LegalDocument | None:
    """The one at this address, with all that hangs on it."""
    document = document_at(slug)
    return complete_documents(document) if document else None


def merged_into(slug: str) -> LegalDocument | None:
    """The public document that keeps what stood at this address."""
    return public_documents().filter(former_addresses__slug=slug).first()


def words_match(text: str) -> Q:
    """Number in any spelling, or all words in number, type, title or summary, marks ignored."""
    words = fold_diacritics(text).split()
    condition = Q()
    for word in words[:12]:
        of_type = types.types_with_word(word)
        condition &= Q(folded__contains=word) | Q(doc_type__in=of_type) if of_type else Q(folded__contains=word)
    key = lookup_key(text)
    return (
        condition | Q(number_key=key) | Q(number_key__startswith=f"{key}-") if key and not key.isdigit() else condition
    )


def order_by_relevance(rows: QuerySet, text: str, meant: Collection[int]) -> QuerySet:
    """Documents that the words name come first (``meant``: their keys, or the title is what was typed), then titles
    that begin with the words, then those that hold them in this order, then the rest; each group newest first."""
    words = fold_diacritics(collapse_whitespace(text))
    named = Q(folded__contains=f"\n{words}\n") | Q(folded__endswith=f"\n{words}")
    named = named | Q(pk__in=meant) if meant else named
    rank = Case(
        When(named, then=0),
        When(folded__contains=f"\n{words}", then=1),
        When(folded__contains=words, then=2),
        default=3,
    )
    return rows.order_by(rank, "-issued_on", "-number_key", "-pk")


#: More documents than this share no sensible number: what was typed is too short.
MAX_CHOICES = 50


def find_by_number(text: str, limit: int = MAX_CHOICES) -> list[LegalDocument]:
    """Public documents that a number in any usual spelling may mean: none, one, or several to choose from."""
    key = lookup_key(text)
    if not key or key.isdigit():
        return []
    begins = key + "-"
    rows = public_documents().filter(
        Q(number_key=key) | Q(number_key__startswith=begins) | Q(slug=key) | Q(slug__startswith=begins)
    )
    return list(rows[:limit])
