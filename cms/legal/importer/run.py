"""An import from beginning to end: read → plan → load, with its progress kept in the database."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.core.models import User
from cms.legal.importer.files import Attachments, unused_files
from cms.legal.importer.loading import load_records
from cms.legal.importer.plan import ImportPlan, make_plan
from cms.legal.importer.proposals import propose_files
from cms.legal.importer.records import DocumentRecord, FileLine, ImportFileError, ImportProblem, ParsedLine
from cms.legal.importer.report import COUNTS, ImportReport, ReportEntry
from cms.legal.importer.tables.archives import Archive, unpack_archive
from cms.legal.importer.tables.readers import kind_of, read_rows
from cms.legal.importer.text_spool import TextSpool
from cms.legal.models import ImportEntry, ImportRun

Watch = Callable[[str, Iterable, int | None], Iterable]  # (what, items, total) → the same items, watched
_TOLD = ("rejected", "flagged", "changes")
_REJECTED, _FLAGGED = ImportEntry.Kind.REJECTED, ImportEntry.Kind.FLAGGED


class ImportBusy(RuntimeError):
    """Somebody else is importing the same files right now."""


def import_files(
    paths: Sequence[Path],
    *,
    limit: int | None = None,
    dry_run: bool = False,
    restart: bool = False,
    user: User | None = None,
    watch: Watch = lambda what, items, total: items,
    archive: Archive | None = None,
    origin: Path | None = None,
    believed: bool = False,
    stated_on: datetime.date | None = None,
) -> ImportReport:
    """Import the files together. What was interrupted goes on where it stopped, unless ``restart``; FileError when
    a file cannot be read. A trial run writes nothing and always begins at the first row. ``archive`` holds the files
    that the rows name, ``origin`` is the one that was given. ``stated_on`` is the day of rows that name none; else the
    last day of which a codification knows a document, or that of the newest file. ``believed``: see
    ``importer.exported_sources``."""
    report, attachments = ImportReport(), Attachments(archive, dry_run)
    paths = sorted(paths, key=lambda path: kind_of(path) == ".jsonl")  # tables of documents before their articles
    with closing(TextSpool()) as spool:
        plan = make_plan(watch("read", islice(_rows(paths), limit), None), report, spool, believed)
        stated_on = stated_on or plan.known_until() or _day_of(paths)
        if dry_run:
            records = iter(watch("load", plan.records(), len(plan)))
            _load(records, report, dry_run=True, attachments=attachments, stated_on=stated_on)
            unused_files(attachments, report)
            return report
        given = [origin] if origin else paths
        run = _unfinished(given, limit) if not restart else None
        if run is None:
            run = _begin_run(given, limit, len(plan), report, user)
        else:
            report = saved_report(run)
        _resume(run, plan, report, watch, attachments, stated_on)
    return report


def import_archive(path: Path, **options: Any) -> ImportReport:
    """A ZIP with one table and the files that it names, or a ZIP of documents: those are only proposed."""
    with unpack_archive(path) as archive:
        if len(archive.tables) > 1:
            raise ImportFileError("zip_tables", names=", ".join(archive.tables)[:200])
        if archive.tables:
            table = archive.files[archive.tables[0]]
            archive.files.pop(archive.tables[0])
            return import_files([table], archive=archive, origin=path, **options)
        return propose_files(
            [(archive.files[name], name) for name in archive.files],
            **{name: options[name] for name in ("dry_run", "user", "watch") if name in options},
        )


#: Letters of text that are in memory at once: a portion's batches may each hold this much. An article without any
#: weighs as much as so many.
PORTION, ARTICLE = 32 * 1024 * 1024, 500


class _Batch:
    """The next records, until they weigh ``PORTION``; ``ended`` where there are no more."""

    def __init__(self, records: Iterator[DocumentRecord]):
        self._records, self._letters, self.ended = records, 0, False

    def __iter__(self) -> _Batch:
        return self

    def __next__(self) -> DocumentRecord:
        if self._letters >= PORTION:
            raise StopIteration
        record = next(self._records, None)
        if record is None:
            self.ended = True
            raise StopIteration
        self._letters += sum(ARTICLE + len(article.text) for article in record.articles)
        return record


def _load(records: Iterator[DocumentRecord], report: ImportReport, **options: Any) -> None:
    ended = False
    while not ended:
        portion = _Batch(records)
        load_records(portion, report, **options)
        ended = portion.ended


def _rows(paths: Sequence[Path]) -> Iterator[ParsedLine]:
    names = [path.name if len(paths) > 1 else "" for path in paths]
    return chain.from_iterable(read_rows(path, name) for path, name in zip(paths, names, strict=True))


def _day_of(paths: Sequence[Path]) -> datetime.date:
    return datetime.date.fromtimestamp(max(path.stat().st_mtime for path in paths))


def digest_of(paths: Sequence[Path], limit: int | None) -> str:
    found = hashlib.sha256(str(limit).encode())
    for path in paths:
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def _unfinished(paths: Sequence[Path], limit: int | None) -> ImportRun | None:
    return ImportRun.objects.filter(digest=digest_of(paths, limit), state=ImportRun.State.RUNNING).first()


@transaction.atomic
def _begin_run(
    paths: Sequence[Path], limit: int | None, total: int, report: ImportReport, user: User | None
) -> ImportRun:
    name = ", ".join(path.name for path in paths)[:255]
    run = ImportRun.objects.create(digest=digest_of(paths, limit), name=name, total=total, started_by=user)
    _save_progress(run, report)
    return run


def _resume(
    run: ImportRun,
    plan: ImportPlan,
    report: ImportReport,
    watch: Watch,
    attachments: Attachments,
    stated_on: datetime.date,
) -> None:
    def done(number: int, attempt: ImportReport) -> None:
        moved = ImportRun.objects.filter(pk=run.pk, position=run.position, state=ImportRun.State.RUNNING)
        if not moved.update(position=run.position + number):
            raise ImportBusy
        run.position += number
        _save_progress(run, attempt)

    start = run.position
    records = iter(watch("load", plan.records(start), len(plan) - start))
    _load(records, report, done=done, attachments=attachments, stated_on=stated_on)
    if start == 0:  # else the files of the part before are not known here
        told = ImportReport()
        unused_files(attachments, told)
        _save_progress(run, told)
        report.absorb(told)
    ImportRun.objects.filter(pk=run.pk, position=run.position).update(state=ImportRun.State.DONE)


def _save_progress(run: ImportRun, report: ImportReport) -> None:
    """Add a part's counts and rows to what the run has told so far."""
    told = {**{name: getattr(report, name) for name in COUNTS}, **{name: getattr(report, name).total for name in _TOLD}}
    run.counts = {name: run.counts.get(name, 0) + number for name, number in told.items()}
    run.save(update_fields=["counts", "updated_at"])
    rows = [(_REJECTED, entry) for entry in report.rejected] + [(_FLAGGED, entry) for entry in report.flagged]
    ImportEntry.objects.bulk_create(
        [
            ImportEntry(
                run=run,
                kind=kind,
                file=entry.place.file[:120],
                line=entry.place.line,
                number=entry.number[:120],
                code=entry.problem.code,
                values=asdict(entry.problem)["values"],
            )
            for kind, entry in rows
        ],
        batch_size=500,
    )


def saved_report(run: ImportRun) -> ImportReport:
    report = ImportReport(**{name: run.counts.get(name, 0) for name in COUNTS})
    for row in run.entries.all():
        problem = ImportProblem(row.code, tuple(tuple(pair) for pair in row.values))
        entries = report.rejected if row.kind == _REJECTED else report.flagged
        entries.append(ReportEntry(FileLine(row.line, row.file), row.number, problem))
    for name in _TOLD:  # those that were told, not only those that were kept
        getattr(report, name).total = run.counts.get(name, 0)
    return report
