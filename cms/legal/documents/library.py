"""Queries of the central library for pages. Public only: live, not confidential, the Vietnamese original.

Translations of a document are never list rows of their own: ``with_translations`` adds the translated title and summary
where there is one.
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
    """Returns public originals, newest first, with what a list row needs (three queries in all)."""
    rows = LegalDocument.objects.filter(live=True, confidential=False, locale__language_code=settings.LANGUAGE_CODE)
    rows = rows.select_related("doc_type").prefetch_related("issuer_links__body").defer("folded", "abstract")
    today = timezone.localdate()
    rows = rows.annotate(known_today=known_subquery(today))
    return rows.order_by("-issued_on", "-number_key", "-pk")


def without_consolidated(documents: QuerySet[LegalDocument]) -> QuerySet[LegalDocument]:
    """Returns ``documents`` without consolidated texts, which repeat law that the library has by itself."""
    return documents.exclude(consolidated.consolidated_condition())


def group_condition(group: str) -> Q:
    if group == EDUCATION:
        return Q(education=True)
    return Q(education=False, level=group)


def in_group(documents: QuerySet[LegalDocument], group: str) -> QuerySet[LegalDocument]:
    """Returns the ``documents`` of one of ``GROUPS``."""
    return documents.filter(group_condition(group))


def _known_dates(documents: QuerySet[LegalDocument]) -> QuerySet[LegalDocument]:
    """ "New" needs a date: a document without one, with a date in the future, or a consolidated text is not new."""
    return without_consolidated(documents).filter(issued_on__lte=timezone.localdate())


def newest(limit: int, info: SiteInfo | None) -> list[LegalDocument]:
    return list(_known_dates(filter_listed_on(public_documents(), info))[:limit])


def newest_of_each(limit: int, info: SiteInfo | None) -> dict[str, list[LegalDocument]]:
    """Returns group → its newest documents, for all of ``GROUPS``: one query per group, two for the issuers of all."""
    listed = filter_listed_on(public_documents().prefetch_related(None), info)
    found = {str(group): list(_known_dates(in_group(listed, group))[:limit]) for group in GROUPS}
    prefetch_related_objects([document for rows in found.values() for document in rows], "issuer_links__body")
    return found


def counts_by_level(info: SiteInfo | None) -> dict[str, int]:
    """Returns group → number of documents that the site lists, for all four groups, without consolidated texts; one
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
    """Returns documents issued in the month of ``day`` (today), up to that day."""
    day = day or timezone.localdate()
    rows = filter_listed_on(without_consolidated(public_documents()), info)
    rows = rows.filter(issued_on__gte=day.replace(day=1), issued_on__lte=day)
    return list(rows[:limit])


def with_translations(documents: Iterable[LegalDocument], language: str) -> list[LegalDocument]:
    """Returns the same rows with ``translation`` set (the public translation, or None); one query, none in
    Vietnamese."""
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
    """Returns whether there is a public translation of this original."""
    rows = LegalDocument.objects.filter(translation_key=document.translation_key, live=True, confidential=False)
    return rows.exclude(locale__language_code=settings.LANGUAGE_CODE).exists()


def original_of(translated: LegalDocument) -> LegalDocument | None:
    """Returns the Vietnamese original of a translation, or None."""
    rows = LegalDocument.objects.filter(
        translation_key=translated.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return rows.select_related("doc_type").first()


def document_at(slug: str) -> LegalDocument | None:
    """Returns the public document at this address, without its related rows, or None; one query."""
    return public_documents().defer(None).prefetch_related(None).filter(slug=slug).first()


def complete_documents(document: LegalDocument) -> LegalDocument:
    """Returns the same document with its issuers, fields and files."""
    prefetch_related_objects([document], "issuer_links__body", "fields", "files__file")
    return document


def public_document(slug: str) -> LegalDocument | None:
    """Returns the public document at this address, with its related rows, or None."""
    document = document_at(slug)
    return complete_documents(document) if document else None


def merged_into(slug: str) -> LegalDocument | None:
    """Returns the public document into which the one at this address was merged, or None."""
    return public_documents().filter(former_addresses__slug=slug).first()


def words_match(text: str) -> Q:
    """Returns the condition: number in any spelling, or all words in number, type, title or summary, marks ignored."""
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
    """Orders: first documents that the words name (``meant``: their keys, or the exact title), then titles that begin
    with the words, then titles that contain them in this order, then the rest; each group newest first."""
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


#: A number that matches more documents than this is too short to identify one.
MAX_CHOICES = 50


def find_by_number(text: str, limit: int = MAX_CHOICES) -> list[LegalDocument]:
    """Returns public documents that a number in any usual spelling may mean: none, one, or several to choose from."""
    key = lookup_key(text)
    if not key or key.isdigit():
        return []
    begins = key + "-"
    rows = public_documents().filter(
        Q(number_key=key) | Q(number_key__startswith=begins) | Q(slug=key) | Q(slug__startswith=begins)
    )
    return list(rows[:limit])
