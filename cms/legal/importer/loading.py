"""Writes records into the library, in batches with a few queries each; loading the same again changes nothing.

What a record says is kept beside what other sources said (``cms.legal.sources``); the document shows what the rules
choose from all of them, whatever the order in which they came.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.db import DatabaseError, reset_queries, transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cms.legal.documents import identity, permalinks
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.documents.seeds import seed_library
from cms.legal.importer.exchange import FACTS
from cms.legal.importer.files import Attachments
from cms.legal.importer.matching import KnownTerms, find_candidates, find_matching, issuer_links
from cms.legal.importer.records import DocumentRecord, ImportProblem, StatedText
from cms.legal.importer.relation_rows import load_links
from cms.legal.importer.report import ImportReport
from cms.legal.models import IssuingBody, LegalDocument, LegalDocumentIssuer, TextVersion
from cms.legal.sources import source_registry, store
from cms.legal.sources.conflicts import equal_values
from cms.legal.sources.precedence import choose_values

BATCH = 200


@dataclass
class DocumentLoad:
    """One record on its way: the row it becomes and what of it has to be written."""

    record: DocumentRecord
    document: LegalDocument
    is_new: bool
    changed: bool = False
    before: dict[str, Any] = field(default_factory=dict)  # what the row showed
    told: bool = False  # the source says something new, whether or not the document shows it
    links: list[LegalDocumentIssuer] = field(default_factory=list)  # to write, replacing the present ones
    field_ids: list[int] = field(default_factory=list)  # to add
    notes: list[ImportProblem] = field(default_factory=list)


def load_records(
    records: Iterator[DocumentRecord],
    report: ImportReport,
    done: Callable[[int, ImportReport], None] = lambda number, report: None,
    dry_run: bool = False,
    attachments: Attachments | None = None,
    stated_on: datetime.date | None = None,
) -> None:
    """Write the records batch by batch, each in a transaction of its own; ``report`` tells what happened.

    ``done(number, report)`` is called inside every transaction with what it did. A trial run takes each batch back.
    ``stated_on`` is the day of records that name none.
    """
    attachments = attachments or Attachments(dry_run=dry_run)
    while batch := list(islice(records, BATCH)):
        with transaction.atomic():
            seed_library()
            attempt = _load(batch, attachments, stated_on)
            done(len(batch), attempt)
            transaction.set_rollback(dry_run)
        report.absorb(attempt)
        reset_queries()  # with DEBUG on Django keeps the text of thousands of queries, here whole laws


def _load(batch: list[DocumentRecord], attachments: Attachments, stated_on: datetime.date | None) -> ImportReport:
    """The batch at once; where the database refuses it, row by row: one bad row must not take its neighbours along."""
    try:
        return _in_savepoint(batch, attachments, stated_on)
    except DatabaseError:
        report = ImportReport()
    for record in batch:
        try:
            report.absorb(_in_savepoint([record], attachments, stated_on))
        except DatabaseError as error:
            message = str(error).strip().split("\n")[0]
            report.reject(record.places[0], record.number.raw, ImportProblem("database", (("message", message[:200]),)))
    return report


def _in_savepoint(
    batch: list[DocumentRecord], attachments: Attachments, stated_on: datetime.date | None
) -> ImportReport:
    report = ImportReport()
    with transaction.atomic():
        tables = KnownTerms.read()
        present = find_candidates(batch, tables, lock=True)
        spoken: dict[int, tuple[LegalDocument, store.StatedBySource]] = {}  # by id(): new documents have no key yet
        held = store.read_statements([document for rows in present.values() for document in rows])
        jobs = [
            job for record in batch if (job := _document_load(record, present, report, tables, held, spoken, stated_on))
        ]
        _write_documents(jobs)
        _write_links(jobs)
        keys = {job.document.number_key for job in jobs if job.is_new or job.changed}
        moved = (
            permalinks.settle_permalinks(LegalDocument.objects.all(), keys, tables.locale.pk).moved if keys else set()
        )
        of_files = attachments.texts({job.document: job.record for job in jobs}, report)
        _tell_texts(jobs, of_files, spoken, stated_on)
        voices = dict(spoken.values())
        touched, counts, held_back = store.write_statements(
            voices, equal_values(found.said for found in voices.values())
        )
        report.articles += sum(len(job.record.articles) for job in jobs)
        report.articles_created += counts["created"]
        report.articles_updated += counts["updated"]
        touched |= load_links(of_files) | attachments.write(of_files, report)
        _flag_held(jobs, held_back)
        _announce(jobs, touched, moved, report)
    return report


def _document_load(
    record: DocumentRecord,
    present: dict[str, list[LegalDocument]],
    report: ImportReport,
    tables: KnownTerms,
    held: dict[int, store.StatedBySource],
    spoken: dict[int, tuple[LegalDocument, store.StatedBySource]],
    stated_on: datetime.date | None,
) -> DocumentLoad | None:
    notes = list(record.problems)
    bodies = [_body(name, tables, notes) for name in record.issuers]
    kind = tables.type_named(record.type_name)
    if record.type_name and kind is None:
        notes.append(ImportProblem("unknown_type", (("value", record.type_name),)))
    found = find_matching(record, bodies, kind, present.get(record.number.key, []))
    if len(found) > 1:
        report.reject(record.places[0], record.number.raw, ImportProblem("ambiguous"))
        return None
    document = found[0] if found else _new_document(record, tables)
    job = DocumentLoad(record, document, is_new=not found, notes=notes)
    if job.is_new:
        present.setdefault(record.number.key, []).append(document)
    _document, voices = spoken.setdefault(id(document), (document, held.get(document.pk) or store.StatedBySource()))
    words = _told_by_sources(record, tables, notes) or [_told(record, stated_on)]
    news = [store.record_statements(voices, told) for told in words]
    job.told = any(news)
    _update_document(job, voices, tables, report)
    return job


def _told_by_sources(
    record: DocumentRecord, tables: KnownTerms, notes: list[ImportProblem]
) -> list[store.StatedValues]:
    """Of an own export; the bodies that any source names have to be known."""
    told = [
        store.StatedValues(row.source, row.values, row.address, row.stated_on, row.status, row.status_on)
        for row in record.sources
    ]
    for name in dict.fromkeys(name for words in told for name in words.values.get("issuers", ())):
        _body(name, tables, notes)
    return told


def _told(record: DocumentRecord, stated_on: datetime.date | None) -> store.StatedValues:
    """The record in the words of ``cms.legal.sources``; its text follows with those of its files."""
    days = {name: getattr(record, name) for name in ("issued_on", "effective_from", "effective_to")}
    values: dict[str, Any] = {
        "number": record.number.raw.strip()[:120],
        "type": record.type_name,
        "title": record.title,
        "issuers": list(record.issuers),
        "vbpl_id": record.vbpl_id,
        "source_url": record.source_url,
        **days,
        **dict(record.facts),
    }
    values = {name: day.isoformat() if isinstance(day, datetime.date) else day for name, day in values.items()}
    return store.StatedValues(
        record.source,
        {name: value for name, value in values.items() if value not in ("", None, [])},
        record.address or record.source_url,
        record.stated_on or stated_on,
        record.status,
        record.status_on,
    )


_STATES = {source_registry.VBPL: TextVersion.State.AS_ISSUED, source_registry.CODIFICATION: TextVersion.State.EXTRACT}


def _tell_texts(
    jobs: list[DocumentLoad],
    of_files: Mapping[LegalDocument, DocumentRecord],
    spoken: dict[int, tuple[LegalDocument, store.StatedBySource]],
    stated_on: datetime.date | None,
) -> None:
    for job in jobs:
        record = of_files[job.document]
        if record.places != job.record.places:  # another row of the same document
            record = job.record
        texts = spoken[id(job.document)][1].texts
        texts += [_told_text(words, record) for words in record.texts if words.nodes or record.articles]
        if record.articles and not record.texts:
            told = replace(
                _told(record, stated_on),
                nodes=record.articles,
                whole=record.whole,
                doubts=record.doubts,
                state=_state_of(record),
                decided=record.decided,
            )
            texts.append(told)


def _told_text(words: StatedText, record: DocumentRecord) -> store.StatedValues:
    """A version of an own export; the shown one's nodes stand with the document."""
    return store.StatedValues(
        words.source, {}, words.address, words.stated_on, nodes=words.nodes or record.articles, whole=True,
        doubts=words.doubts, state=words.state, decided=words.decided,
    )  # fmt: skip


def _state_of(record: DocumentRecord) -> str:
    if record.number.groups[:1] == ("VBHN",):
        return TextVersion.State.CONSOLIDATED
    return _STATES.get(record.source, TextVersion.State.GIVEN)


def _flag_held(jobs: list[DocumentLoad], held_back: Mapping[int, tuple[str, ...]]) -> None:
    """Texts that stand beside the one that is shown, and why."""
    for job in jobs:
        if job.told and (doubts := held_back.get(job.document.pk)):
            job.notes.append(ImportProblem("text_held", (("reasons", ",".join(doubts)),)))


def _body(name: str, tables: KnownTerms, notes: list[ImportProblem]) -> IssuingBody:
    body = tables.bodies.find(name)
    if body is None:
        body = tables.bodies.create(name)
        notes.append(ImportProblem("new_body", (("value", name),)))
    return body


def _new_document(record: DocumentRecord, tables: KnownTerms) -> LegalDocument:
    now = timezone.now()
    if record.entered:
        now = timezone.make_aware(datetime.datetime.combine(record.entered, datetime.time()))
    return LegalDocument(
        number_raw=record.number.raw.strip()[:120],
        locale=tables.locale,
        live=not record.is_contradictory,
        first_published_at=now,
        last_published_at=now,
    )


def _update_document(job: DocumentLoad, voices: store.StatedBySource, tables: KnownTerms, report: ImportReport) -> None:
    """Bring the document in line with what is chosen from all that is said of it."""
    document, wanted = job.document, choose_values(voices.said)
    if job.record.sources and dict(job.record.facts).get("live") is False:
        wanted["live"] = False  # no source says that it is a draft
    before = {name: getattr(document, name) for name in _SHOWN}
    issuers = [link.name_as_printed for link in issuer_links(document)] if not job.is_new else []
    for name in ("title", "source_url", "vbpl_id", *FACTS, "live"):
        if name in wanted:
            setattr(document, name, wanted[name])
    for name in store.DATES:
        if name in wanted:
            setattr(document, name, datetime.date.fromisoformat(wanted[name]))
    document.number_raw = wanted.get("number", document.number_raw)
    kind = tables.type_named(wanted.get("type", ""))
    if kind:
        document.doc_type = kind
    links = [] if job.is_new else issuer_links(document)
    names = wanted.get("issuers", [])
    bodies = [body for name in names if (body := tables.bodies.find(name))]
    if bodies and [link.body_id for link in links] != [body.pk for body in bodies]:
        links = job.links = [
            LegalDocumentIssuer(body=body, name_as_printed=name, sort_order=order)
            for order, (body, name) in enumerate(zip(bodies, names, strict=True))
        ]
        job.changed = True
    document._planned_links = links
    job.field_ids = _new_fields(job, tables)
    _derive(document, wanted, links, job.record, tables)
    if "education" in voices.cleared:
        document.education = False
    now = {name: getattr(document, name) for name in _SHOWN}
    job.before = job.before or before
    if job.links and not job.is_new:
        _change(job, report, "issuer", issuers, names)
    if job.field_ids and not job.is_new:
        _change(job, report, "fields", "", job.record.fields)
    if job.is_new:
        _change(job, report, "", "", document.title)
    for name, value in now.items():
        if value != before[name]:
            job.changed = True
            if not job.is_new and name != "missing":
                _change(job, report, name, before[name] or "", value or "")


def _change(job: DocumentLoad, report: ImportReport, name: str, old: Any, new: Any) -> None:
    report.change(job.record.places[0], job.record.number.raw, name, old, new)


def _derive(
    document: LegalDocument, wanted: Mapping[str, Any], links: list, record: DocumentRecord, tables: Any
) -> None:
    """What follows from type and issuers is set anew, unless somebody states it."""
    document.level = wanted.get("level", "" if links else tables.level_by_number(record))
    document.nature = wanted.get("nature", "")
    document.education = wanted.get("education", any(link.body.education for link in links))
    sector = document.education
    identity.derive_fields(document, links=links)
    document.education = sector


_SHOWN = (
    "number_raw", "title", "source_url", "vbpl_id", "doc_type", "issued_on", "effective_from", "effective_to",
    "level", "nature", "education", "missing", *FACTS,
)  # fmt: skip


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
    "number_raw",
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
    renewed = list({job.document.pk: job for job in jobs if job.links}.values())  # the last word on each document
    LegalDocumentIssuer.objects.filter(document__in=[job.document for job in renewed if not job.is_new]).delete()
    for job in renewed:
        for link in job.links:
            link.document_id = job.document.pk
    LegalDocumentIssuer.objects.bulk_create([link for job in renewed for link in job.links])
    through = LegalDocument.fields.through
    through.objects.bulk_create(
        [through(legaldocument_id=job.document.pk, legalfield_id=pk) for job in jobs for pk in job.field_ids]
    )


def _announce(jobs: list[DocumentLoad], touched: set[int], moved: set[int], report: ImportReport) -> None:
    """Counts, flags, Wagtail's index of references, and the listeners (search) after the commit. ``moved``: documents,
    also ones that no row names, whose address is new."""
    ids: list[int] = []
    for job in jobs:
        document, place = job.document, job.record.places[0]
        changed = job.changed or document.pk in touched
        report.kept += job.told and not changed and not job.is_new
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
    before = {job.document.pk: job.before for job in jobs if job.changed and not job.is_new}
    for document in LegalDocument.objects.filter(pk__in=ids):
        _record_revision(document, before.get(document.pk, {}))
        ReferenceIndex.create_or_update_for_object(document)
    told = (job.document.pk for job in jobs if job.told)  # a status may follow from what is said beside
    announce_documents({*ids, *moved, *told})


def _record_revision(document: LegalDocument, before: Mapping[str, Any]) -> None:
    """Somebody has worked on it in the admin: the form opens the latest revision, which must know the new values. A
    draft that waits keeps what was changed in it, and gets the new values of the rest."""
    if not document.latest_revision_id:
        return
    if not document.has_unpublished_changes:
        revision = document.save_revision(log_action=False)
        LegalDocument.objects.filter(pk=document.pk).update(live_revision=revision)
        return
    draft = document.get_latest_revision_as_object()
    new = {name: getattr(document, name) for name, old in before.items() if getattr(document, name) != old}
    untouched = [name for name in new if getattr(draft, name) == before[name]]
    for name in untouched:
        setattr(draft, name, new[name])
    if untouched:
        draft.save_revision(log_action=False, clean=False)
