"""Merges two entries of one document: all rows of the second move to the first."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from wagtail.log_actions import log

from cms.core.models import User
from cms.legal.admin_views.document_writes import write_document
from cms.legal.admin_views.log_actions import MERGED
from cms.legal.documents import drafts
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.importer.exchange import DATES, TEXTS
from cms.legal.models import (
    Citation,
    ClauseReading,
    DistinctDocuments,
    FormerAddress,
    LegalDocument,
    LegalDocumentIssuer,
    LegalEvent,
    LegalRelation,
    MirrorEntry,
    Provision,
    ReviewTask,
    SourceConflict,
    SourceRecord,
    StatusPeriod,
    TextVersion,
)
from cms.legal.sources import conflicts, merged

_FILLED = (
    *TEXTS,
    *DATES,
    "status_override",
    "title",
    "issued_on",
    "effective_from",
    "effective_to",
    "source_url",
    "vbpl_id",
    "doc_type_id",
)
#: Derived, or moved by hand below.
_LEFT = {
    StatusPeriod, MirrorEntry, Provision, LegalDocumentIssuer, DistinctDocuments, SourceRecord, TextVersion,
    SourceConflict, ClauseReading,
}  # fmt: skip


@transaction.atomic
def merge_documents(kept: LegalDocument, other: LegalDocument, user: User) -> LegalDocument:
    """Merges ``other`` into ``kept`` and returns ``kept``. It keeps its own values; ``other`` fills the gaps and is
    deleted. Relations, events, files, review tasks, the address of ``other`` and the pages that cite it, live or as
    drafts, then lead to ``kept``; so does its text where ``kept`` has none. Statements of the sources of both stand
    side by side (``cms.legal.sources.merged``)."""
    rows = {row.pk: row for row in LegalDocument.objects.select_for_update().filter(pk__in=[kept.pk, other.pk])}
    kept, other = rows[kept.pk], rows[other.pk]
    facts, confidential = {name: getattr(other, name) for name in _FILLED}, other.confidential
    drafts.follow_merge(other, kept)
    fields, issuers = list(other.fields.all()), list(other.issuer_links.all())
    merged.move_sources(kept, other)
    both = [kept.pk, other.pk]
    between = ReviewTask.objects.filter(document__in=both, cause__in=both)
    between.exclude(document=F("cause")).delete()  # tasks about the pair; tasks with one document as its own cause stay
    for relation in LegalDocument._meta.related_objects:
        if relation.related_model not in _LEFT:
            _move(relation.related_model, relation.field.name, kept, other)
    for model in (LegalRelation, LegalEvent):
        model.objects.filter(**{model.PARENT: kept.pk, model.OTHER: kept.pk}).delete()
    Citation.objects.filter(source=kept, document=kept).delete()
    ClauseReading.objects.filter(document=kept).delete()  # clauses of both are parsed again, without doubles
    _move_translations(kept, other)
    addresses = [document.slug for document in (kept, other) if document.slug]
    said = {"number": other.number_raw, "title": other.title[:200], "id": other.pk}
    LegalDocument.objects.get(pk=other.pk).delete()  # first: both may collide in the unique constraint
    kept = LegalDocument.objects.get(pk=kept.pk)

    def fill(document: LegalDocument) -> None:
        for name, value in facts.items():
            if value and not getattr(document, name):
                setattr(document, name, value)
        document.confidential = document.confidential or confidential  # a merge makes nothing public
        document.fields.set({*document.fields.all(), *fields})
        if not document.issuer_links.all():
            document.issuer_links = [
                LegalDocumentIssuer(body=link.body, name_as_printed=link.name_as_printed, sort_order=link.sort_order)
                for link in issuers
            ]

    write_document(kept, fill, user)
    conflicts.renew_conflicts_of([kept])
    for slug in addresses:
        FormerAddress.objects.update_or_create(slug=slug, defaults={"document": kept})
    announce_documents([kept.pk])
    log(kept, MERGED, user=user, data=said)
    return kept


def _move(model: Any, field: str, kept: LegalDocument, other: LegalDocument) -> None:
    """A row that ``kept`` already has (the same page cites both) is deleted with ``other``."""
    for pk in list(model.objects.filter(**{field: other}).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                model.objects.filter(pk=pk).update(**{field: kept})
        except IntegrityError:
            continue


def _move_translations(kept: LegalDocument, other: LegalDocument) -> None:
    """A language that ``kept`` already has is not doubled."""
    mine = set(LegalDocument.objects.filter(translation_key=kept.translation_key).values_list("locale_id", flat=True))
    others = LegalDocument.objects.filter(translation_key=other.translation_key).exclude(pk=other.pk)
    for row in others:
        if row.locale_id in mine:
            row.delete()
        else:
            LegalDocument.objects.filter(pk=row.pk).update(translation_key=kept.translation_key)
