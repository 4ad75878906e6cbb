"""Records into the library: in batches, set by set, twice with the same result.

A value of the file replaces a different one; an empty one erases nothing. The number as printed stays that
of the first import. Articles are matched by anchor and never deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import Locale, ReferenceIndex

from cms.legal import identity, permalinks
from cms.legal.importer.provisions import load_provisions
from cms.legal.importer.records import DocumentRecord, Problem
from cms.legal.importer.report import Report
from cms.legal.issuers import BodyFinder, spelling_key
from cms.legal.models import DocumentType, LegalDocument, LegalDocumentIssuer, LegalField
from cms.legal.signals import announce

BATCH = 200


@dataclass
class Tables:
    """The small tables, read once."""

    locale: Locale
    bodies: BodyFinder
    types: dict[str, DocumentType]
    fields: dict[str, LegalField]

    @classmethod
    def read(cls) -> Tables:
        return cls(
            locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
            bodies=BodyFinder(),
            types={spelling_key(row.name): row for row in DocumentType.objects.all()},
            fields={spelling_key(row.name): row for row in LegalField.objects.all()},
        )


@dataclass
class Job:
    """One record on its way: the row it becomes and what of it has to be written."""

    record: DocumentRecord
    document: LegalDocument
    is_new: bool
    changed: bool = False
    links: list[LegalDocumentIssuer] = field(default_factory=list)  # to write, replacing the present ones
    field_ids: list[int] = field(default_factory=list)  # to add
    notes: list[Problem] = field(default_factory=list)


def batches(records: Sequence[DocumentRecord], size: int = BATCH) -> Iterator[list[DocumentRecord]]:
    rows = iter(records)
    while batch := list(islice(rows, size)):
        yield batch


def load(records: Sequence[DocumentRecord], report: Report, progress: Callable[[int], None] = lambda n: None) -> None:
    """Write all records in one transaction; ``report`` tells what happened, ``progress`` gets the size of each batch."""
    with transaction.atomic():
        for batch in batches(records):
            try:
                _try(batch, report)
            except DatabaseError:
                _one_by_one(batch, report)
            progress(len(batch))


def _try(batch: list[DocumentRecord], report: Report) -> None:
    """A batch in a savepoint of its own; the report gets its results only when it holds."""
    attempt = Report()
    with transaction.atomic():
        _load_batch(batch, attempt, Tables.read())
    for name, value in attempt.counts().items():
        if name not in ("flagged", "rejected"):
            setattr(report, name, getattr(report, name) + value)
    report.flagged += attempt.flagged
    report.rejected += attempt.rejected
    report.ids += attempt.ids


def _one_by_one(batch: list[DocumentRecord], report: Report) -> None:
    """One bad row must not take its neighbours with it."""
    for record in batch:
        try:
            _try([record], report)
        except DatabaseError as error:
            message = str(error).strip().split("\n")[0]
            report.reject(record.lines[0], record.number.raw, Problem("database", (("message", message[:200]),)))


def _load_batch(batch: list[DocumentRecord], report: Report, tables: Tables) -> None:
    present = _present(batch, tables)
    jobs = [job for record in batch if (job := _job(record, present, report, tables))]
    _write_documents(jobs)
    _write_links(jobs)
    keys = {job.document.number_key for job in jobs if job.is_new or job.changed}
    if keys:
        permalinks.settle(keys, tables.locale.pk)
    touched = load_provisions({job.document: job.record.articles for job in jobs}, report)
    _tell(jobs, touched, report)


def _present(batch: list[DocumentRecord], tables: Tables) -> dict[str, list[LegalDocument]]:
    rows = LegalDocument.objects.filter(locale=tables.locale, number_key__in={record.number.key for record in batch})
    found: dict[str, list[LegalDocument]] = {}
    for row in rows.select_related("doc_type").prefetch_related("issuer_links__body", "fields"):
        found.setdefault(row.number_key, []).append(row)
    return found


def _job(record: DocumentRecord, present: dict[str, list[LegalDocument]], report: Report, tables: Tables) -> Job | None:
    notes: list[Problem] = []
    bodies = [_body(name, tables, notes) for name in record.issuers]
    kind = tables.types.get(spelling_key(record.type_name)) if record.type_name else None
    if record.type_name and kind is None:
        notes.append(Problem("unknown_type", (("value", record.type_name),)))
    found = _matching(record, bodies, kind, present.get(record.number.key, []))
    if len(found) > 1:
        report.reject(record.lines[0], record.number.raw, Problem("ambiguous"))
        return None
    document = found[0] if found else _new_document(record, tables)
    job = Job(record, document, is_new=not found, notes=notes)
    _compare(job, bodies, kind, tables)
    if job.is_new:
        present.setdefault(record.number.key, []).append(document)
    return job


def _body(name: str, tables: Tables, notes: list[Problem]):
    body = tables.bodies.find(name)
    if body is None:
        body = tables.bodies.create(name)
        notes.append(Problem("new_body", (("value", name),)))
    return body


def _new_document(record: DocumentRecord, tables: Tables) -> LegalDocument:
    now = timezone.now()
    return LegalDocument(
        number_raw=record.number.raw.strip()[:120],
        locale=tables.locale,
        live=True,
        first_published_at=now,
        last_published_at=now,
        level="" if record.issuers else _level_by_number(record, tables),
    )


def _level_by_number(record: DocumentRecord, tables: Tables) -> str:
    """The issuer is not stated and not invented, but "TT-BGDĐT" says at which level it stands."""
    return next((level for group in reversed(record.number.groups) if (level := tables.bodies.level_of(group))), "")


def _matching(record: DocumentRecord, bodies, kind, candidates: list[LegalDocument]) -> list[LegalDocument]:
    """Documents of the library that the record may be: nothing that both state differs."""
    ids = sorted({body.pk for body in bodies})
    found = []
    for document in candidates:
        own = sorted({link.body_id for link in _links(document)})
        year = document.issued_on.year if document.issued_on else None
        pairs = (
            (identity.parse_number(document.number_raw).identity, record.number.identity),
            (year if record.number.year is None else None, record.year),
            (own, ids),
            (document.doc_type_id if not record.number.names_type else None, kind.pk if kind else None),
        )
        if not any(a and b and a != b for a, b in pairs):
            found.append(document)
    if not record.number.has_number:  # "Không số": date and title have to be the same as well
        found = [row for row in found if (row.title, row.issued_on) == (record.title, record.issued_on)]
    exact = [
        row
        for row in found
        if sorted({link.body_id for link in _links(row)}) == ids and row.issued_on == record.issued_on
    ]
    return exact if len(exact) == 1 else found


def _links(document: LegalDocument) -> list[LegalDocumentIssuer]:
    planned = getattr(document, "_planned_links", None)
    return planned if planned is not None else list(document.issuer_links.all())


def _compare(job: Job, bodies, kind, tables: Tables) -> None:
    document, record = job.document, job.record
    wanted = {
        "title": record.title,
        "issued_on": record.issued_on,
        "effective_from": record.effective_from,
        "effective_to": record.effective_to,
        "vbpl_id": record.vbpl_id,
        "source_url": record.source_url,
    }
    for name, value in wanted.items():
        if value and getattr(document, name) != value:
            setattr(document, name, value)
            job.changed = True
    if kind and document.doc_type_id != kind.pk:
        document.doc_type, job.changed = kind, True
    links = [] if job.is_new else _links(document)
    if bodies and [link.body_id for link in links] != [body.pk for body in bodies]:
        document.education = document.education or any(body.education for body in bodies)
        links = job.links = [
            LegalDocumentIssuer(body=body, name_as_printed=name, sort_order=order)
            for order, (body, name) in enumerate(zip(bodies, record.issuers, strict=True))
        ]
        job.changed = True
    document._planned_links = links
    job.field_ids = _new_fields(job, tables)
    if job.is_new or job.changed:
        identity.derive(document, links=links)


def _new_fields(job: Job, tables: Tables) -> list[int]:
    have = set() if job.is_new else {row.pk for row in job.document.fields.all()}
    ids = []
    for name in job.record.fields:
        row = tables.fields.get(spelling_key(name))
        if row is None:
            row = tables.fields[spelling_key(name)] = LegalField.objects.create(name=name)
        if row.pk not in have:
            ids.append(row.pk)
    job.changed = job.changed or bool(ids)
    return ids


_WRITTEN = (
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
    "level",
    "education",
    "nature",
    "missing",
    "folded",
    "updated_at",
)


def _write_documents(jobs: list[Job]) -> None:
    LegalDocument.objects.bulk_create([job.document for job in jobs if job.is_new])
    changed = [job.document for job in jobs if job.changed and not job.is_new]
    now = timezone.now()
    for document in changed:
        document.updated_at = now
    LegalDocument.objects.bulk_update(changed, _WRITTEN)


def _write_links(jobs: list[Job]) -> None:
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


def _tell(jobs: list[Job], touched: set[int], report: Report) -> None:
    """Counts, flags, Wagtail's index of references, and the listeners (search) after the commit."""
    ids = []
    for job in jobs:
        document, line = job.document, job.record.lines[0]
        changed = job.changed or document.pk in touched
        report.created += job.is_new
        report.updated += changed and not job.is_new
        report.unchanged += not changed and not job.is_new
        if document.missing:
            report.incomplete += 1
            fields = ", ".join(document.missing_labels)
            report.flag(line, job.record.number.raw, Problem("missing", (("fields", fields),)))
        for note in job.notes:
            report.flag(line, job.record.number.raw, note)
        if job.is_new or changed:
            ids.append(document.pk)
    for document in LegalDocument.objects.filter(pk__in=ids):
        ReferenceIndex.create_or_update_for_object(document)
    report.ids += ids
    announce(ids)
