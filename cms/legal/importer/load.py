"""Writes records into the library, in batches with a few queries each; loading the same again changes nothing.

A value of the file replaces a different one; an empty one erases nothing. The number as printed stays that
of the first import. Articles are matched by anchor and never deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import DatabaseError, reset_queries, transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cms.legal.documents import identity, permalinks
from cms.legal.documents.life import announce
from cms.legal.documents.seeds import seed_library
from cms.legal.importer.exchange import FACTS, FLAGS
from cms.legal.importer.files import Attachments
from cms.legal.importer.match import KnownTerms, candidates, issuer_links, matching
from cms.legal.importer.provisions import load_provisions
from cms.legal.importer.records import DocumentRecord, ImportProblem
from cms.legal.importer.relation_rows import load_links
from cms.legal.importer.report import ImportReport
from cms.legal.models import IssuingBody, LegalDocument, LegalDocumentIssuer

BATCH = 200


@dataclass
class DocumentLoad:
    """One record on its way: the row it becomes and what of it has to be written."""

    record: DocumentRecord
    document: LegalDocument
    is_new: bool
    changed: bool = False
    links: list[LegalDocumentIssuer] = field(default_factory=list)  # to write, replacing the present ones
    field_ids: list[int] = field(default_factory=list)  # to add
    notes: list[ImportProblem] = field(default_factory=list)


def load(
    records: Iterator[DocumentRecord],
    report: ImportReport,
    done: Callable[[int, ImportReport], None] = lambda number, report: None,
    dry_run: bool = False,
    attachments: Attachments | None = None,
) -> None:
    """Write the records batch by batch, each in a transaction of its own; ``report`` tells what happened.

    ``done(number, report)`` is called inside every transaction with what it did. A trial run takes each batch back.
    """
    attachments = attachments or Attachments(dry_run=dry_run)
    while batch := list(islice(records, BATCH)):
        with transaction.atomic():
            seed_library()
            attempt = _load(batch, attachments)
            done(len(batch), attempt)
            transaction.set_rollback(dry_run)
        report.absorb(attempt)
        reset_queries()  # with DEBUG on Django keeps the text of thousands of queries, here whole laws


def _load(batch: list[DocumentRecord], attachments: Attachments) -> ImportReport:
    """The batch at once; where the database refuses it, row by row: one bad row must not take its neighbours along."""
    try:
        return _in_savepoint(batch, attachments)
    except DatabaseError:
        report = ImportReport()
    for record in batch:
        try:
            report.absorb(_in_savepoint([record], attachments))
        except DatabaseError as error:
            message = str(error).strip().split("\n")[0]
            report.reject(record.places[0], record.number.raw, ImportProblem("database", (("message", message[:200]),)))
    return report


def _in_savepoint(batch: list[DocumentRecord], attachments: Attachments) -> ImportReport:
    report = ImportReport()
    with transaction.atomic():
        tables = KnownTerms.read()
        present = candidates(batch, tables)
        jobs = [job for record in batch if (job := _job(record, present, report, tables))]
        _write_documents(jobs)
        _write_links(jobs)
        keys = {job.document.number_key for job in jobs if job.is_new or job.changed}
        if keys:
            permalinks.settle(LegalDocument.objects.all(), keys, tables.locale.pk)
        told = attachments.texts({job.document: job.record for job in jobs}, report)
        touched = load_provisions(told, report) | load_links(told) | attachments.write(told, report)
        _tell(jobs, touched, report)
    return report


def _job(
    record: DocumentRecord, present: dict[str, list[LegalDocument]], report: ImportReport, tables: KnownTerms
) -> DocumentLoad | None:
    notes = list(record.problems)
    bodies = [_body(name, tables, notes) for name in record.issuers]
    kind = tables.type_named(record.type_name)
    if record.type_name and kind is None:
        notes.append(ImportProblem("unknown_type", (("value", record.type_name),)))
    found = matching(record, bodies, kind, present.get(record.number.key, []))
    if len(found) > 1:
        report.reject(record.places[0], record.number.raw, ImportProblem("ambiguous"))
        return None
    document = found[0] if found else _new_document(record, tables)
    job = DocumentLoad(record, document, is_new=not found, notes=notes)
    _compare(job, bodies, kind, tables, report)
    if job.is_new:
        present.setdefault(record.number.key, []).append(document)
    return job


def _body(name: str, tables: KnownTerms, notes: list[ImportProblem]) -> IssuingBody:
    body = tables.bodies.find(name)
    if body is None:
        body = tables.bodies.create(name)
        notes.append(ImportProblem("new_body", (("value", name),)))
    return body


def _new_document(record: DocumentRecord, tables: KnownTerms) -> LegalDocument:
    now = timezone.now()
    return LegalDocument(
        number_raw=record.number.raw.strip()[:120],
        locale=tables.locale,
        live=True,
        first_published_at=now,
        last_published_at=now,
        level="" if record.issuers else tables.level_by_number(record),
    )


def _compare(job: DocumentLoad, bodies: Any, kind: Any, tables: KnownTerms, report: ImportReport) -> None:
    document, record = job.document, job.record

    def tell(name: str, old: Any, new: Any) -> None:
        if not job.is_new:
            report.change(record.places[0], record.number.raw, name, old, new)

    if job.is_new:
        report.change(record.places[0], record.number.raw, "", "", record.title)
    wanted = {
        "title": record.title,
        "issued_on": record.issued_on,
        "effective_from": record.effective_from,
        "effective_to": record.effective_to,
        "vbpl_id": record.vbpl_id,
        "source_url": record.source_url,
        **dict(record.facts),
    }
    for name, value in wanted.items():
        if value not in ("", None) and getattr(document, name) != value:
            tell(name, getattr(document, name), value)
            setattr(document, name, value)
            job.changed = True
    if kind and document.doc_type_id != kind.pk:
        tell("doc_type", document.doc_type or "", kind)
        document.doc_type, job.changed = kind, True
    links = [] if job.is_new else issuer_links(document)
    if bodies and [link.body_id for link in links] != [body.pk for body in bodies]:
        tell("issuer", [link.name_as_printed for link in links], record.issuers)
        document.education = document.education or any(body.education for body in bodies)
        links = job.links = [
            LegalDocumentIssuer(body=body, name_as_printed=name, sort_order=order)
            for order, (body, name) in enumerate(zip(bodies, record.issuers, strict=True))
        ]
        job.changed = True
    document._planned_links = links
    job.field_ids = _new_fields(job, tables)
    if job.field_ids:
        tell("fields", "", record.fields)
    if job.is_new or job.changed:
        identity.derive(document, links=links)
        for name in FLAGS:  # a new document takes its sector from its issuers, unless the file says otherwise
            setattr(document, name, dict(record.facts).get(name, getattr(document, name)))


def _new_fields(job: DocumentLoad, tables: KnownTerms) -> list[int]:
    have = set() if job.is_new else {row.pk for row in job.document.fields.all()}
    wanted = dict.fromkeys(tables.field_named(name).pk for name in job.record.fields)
    ids = [pk for pk in wanted if pk not in have]
    job.changed = job.changed or bool(ids)
    return ids


_WRITTEN = (
    *FACTS,
    "live",
    "title",
    "issued_on",
    "effective_from",
    "effective_to",
    "vbpl_id",
    "source_url",
    "doc_type",
    "number_norm",
    "number_key",
    "slug",
    "identity_key",
    "missing",
    "folded",
    "updated_at",
)


def _write_documents(jobs: list[DocumentLoad]) -> None:
    LegalDocument.objects.bulk_create([job.document for job in jobs if job.is_new])
    changed = [job.document for job in jobs if job.changed and not job.is_new]
    now = timezone.now()
    for document in changed:
        document.updated_at = now
    LegalDocument.objects.bulk_update(changed, _WRITTEN)


def _write_links(jobs: list[DocumentLoad]) -> None:
    renewed = [job for job in jobs if job.links]
    LegalDocumentIssuer.objects.filter(document__in=[job.document for job in renewed if not job.is_new]).delete()
    for job in renewed:
        for link in job.links:
            link.document_id = job.document.pk
    LegalDocumentIssuer.objects.bulk_create([link for job in renewed for link in job.links])
    through = LegalDocument.fields.through
    through.objects.bulk_create(
        [through(legaldocument_id=job.document.pk, legalfield_id=pk) for job in jobs for pk in job.field_ids]
    )


def _tell(jobs: list[DocumentLoad], touched: set[int], report: ImportReport) -> None:
    """Counts, flags, Wagtail's index of references, and the listeners (search) after the commit."""
    ids: list[int] = []
    for job in jobs:
        document, place = job.document, job.record.places[0]
        changed = job.changed or document.pk in touched
        report.created += job.is_new
        report.updated += changed and not job.is_new
        report.unchanged += not changed and not job.is_new
        if document.missing:
            report.incomplete += 1
            missing = ImportProblem("missing", (("fields", ",".join(document.missing)),))
            report.flag(place, job.record.number.raw, missing)
        for note in job.notes:
            report.flag(place, job.record.number.raw, note)
        if job.is_new or changed:
            ids.append(document.pk)
    for document in LegalDocument.objects.filter(pk__in=ids):
        _into_history(document)
        ReferenceIndex.create_or_update_for_object(document)
    announce(ids)


def _into_history(document: LegalDocument) -> None:
    """Somebody has worked on it in the admin: the form opens the latest revision, which must know the new values.
    A draft that waits stays as it is; whoever publishes it decides."""
    if document.latest_revision_id and not document.has_unpublished_changes:
        revision = document.save_revision(log_action=False)
        LegalDocument.objects.filter(pk=document.pk).update(live_revision=revision)
