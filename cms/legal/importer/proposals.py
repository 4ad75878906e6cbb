"""Single documents: what a file says of itself waits until a person confirms it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.db import DatabaseError, transaction
from django.utils import timezone

from cms.core.media.file_text.extract import NO_TEXT, TEXT
from cms.core.models import User
from cms.core.text import collapse_whitespace
from cms.legal.importer.articles import text_records
from cms.legal.importer.documents.sources import FileSource, read_source
from cms.legal.importer.documents.uncertainties import Uncertainty, find_uncertainties
from cms.legal.importer.files import attach_file
from cms.legal.importer.loading import load_records
from cms.legal.importer.matching import KnownTerms, find_candidates, find_matching
from cms.legal.importer.problem_messages import state_label
from cms.legal.importer.records import DocumentRecord, FileLine, ImportFileError, ImportProblem
from cms.legal.importer.report import ImportReport
from cms.legal.importer.rows import document_record
from cms.legal.models import LegalDocument, LegalDocumentFile, ProposedDocument

log = logging.getLogger(__name__)
_WAITING = ProposedDocument.State.WAITING


def propose_files(
    files: Sequence[tuple[Path, str]],
    *,
    dry_run: bool = False,
    user: User | None = None,
    watch: Callable[[str, Iterable, int | None], Iterable] = lambda what, items, total: items,
) -> ImportReport:
    """Files with their names → proposals; those that cannot be read are rejected with the reason."""
    report = ImportReport()
    for path, name in watch("read", files, len(files)):
        report.rows += 1
        place = FileLine(0, name[:120])
        try:
            source = _readable(path, name)
        except ImportFileError as error:
            report.reject(place, "", error.problem)
            continue
        if source.state == NO_TEXT:
            report.flag(place, "", ImportProblem("scan", ()))
        if not dry_run:
            try:
                with transaction.atomic():
                    _store_proposal(path, name, source, user)
            except (DatabaseError, OSError) as error:  # of this file alone: the others are still to come
                log.exception("%s cannot be kept", name)
                report.reject(place, "", ImportProblem("unexpected", (("message", type(error).__name__),)))
                continue
        report.proposed += 1
    return report


def propose_file(path: Path, name: str, user: User | None = None) -> ProposedDocument:
    """FileError where the file is no document; the one that waits already where the same content does."""
    return _store_proposal(path, name, _readable(path, name), user)


def _readable(path: Path, name: str) -> FileSource:
    source = read_source(path, name)
    if source.state not in (TEXT, NO_TEXT):
        raise ImportFileError("file_state", reason=str(state_label(source.state)))
    return source


def _store_proposal(path: Path, name: str, source: FileSource, user: User | None) -> ProposedDocument:
    if found := ProposedDocument.objects.filter(sha256=source.sha256, state=_WAITING).first():
        return found
    with path.open("rb") as stream:
        return ProposedDocument.objects.create(
            name=collapse_whitespace(PurePosixPath(name).name)[-255:],
            file=File(stream, name),
            kind=source.kind,
            sha256=source.sha256,
            text_state=source.state,
            page_count=source.page_count,
            text=source.text,
            values=source.proposal.values,
            lines=source.proposal.lines,
            created_by=user,
        )


def proposed_record(values: Mapping[str, str]) -> DocumentRecord:
    """RowError where a value cannot be."""
    return document_record(dict(values), FileLine(1))


def is_in_library(record: DocumentRecord) -> LegalDocument | None:
    """The document of the library that this one would update."""
    tables = KnownTerms.read()
    bodies = [tables.bodies.find(name) for name in record.issuers]
    rows = find_candidates([record], tables).get(record.number.key, [])
    found = find_matching(record, [body for body in bodies if body], tables.type_named(record.type_name), rows)
    return found[0] if found else None


class UncertainProposal(Exception):
    """Number or day are in doubt, and a public document would be changed."""

    def __init__(self, doubts: Sequence[Uncertainty]):
        super().__init__(", ".join(doubt.code for doubt in doubts))
        self.doubts = doubts


def proposal_uncertainties(proposed: ProposedDocument, record: DocumentRecord | None = None) -> list[Uncertainty]:
    """What a person has to look at: of the values as they were read, or as they shall be taken."""
    values = dict(proposed.values)
    if record is not None:
        day = record.issued_on.isoformat() if record.issued_on else ""
        values |= {"number": record.number.raw, "type": record.type_name, "issued": day}
    return find_uncertainties(values, proposed.values, proposed.text.split("\n"), timezone.localdate())


def _as_draft(record: DocumentRecord) -> DocumentRecord:
    return replace(record, facts=(*(fact for fact in record.facts if fact[0] != "live"), ("live", False)))


@transaction.atomic
def confirm_proposal(
    proposed: ProposedDocument, record: DocumentRecord, *, take_text: bool, user: User, checked: bool = False
) -> tuple[ImportReport, LegalDocument | None]:
    """Into the library, with the file; ``None`` where the row was rejected, or somebody else was quicker. While number
    or day are in doubt it is a draft, unless the person has ``checked`` them; DoubtfulError where the document of the
    library that it would change is public."""
    report = ImportReport()
    if not checked and (found := proposal_uncertainties(proposed, record)):
        held = is_in_library(record)
        if held is not None and held.live:
            raise UncertainProposal(found)
        record = _as_draft(record)
    now = timezone.now()
    waiting = ProposedDocument.objects.filter(pk=proposed.pk, state=_WAITING)
    if not waiting.update(state=ProposedDocument.State.CONFIRMED, decided_by=user, decided_at=now):
        return report, None
    if take_text and proposed.text:
        record = replace(record, articles=text_records(proposed.text), whole=True, decided=True)
    load_records(iter([record]), report)
    document = is_in_library(record) if not report.rejected else None
    if document is None:
        waiting.model.objects.filter(pk=proposed.pk).update(state=_WAITING, decided_by=None, decided_at=None)
        return report, None
    if proposed.kind != "html" and not document.files.filter(sha256=proposed.sha256).exists():
        _attach(document, proposed)
    ProposedDocument.objects.filter(pk=proposed.pk).update(document=document)
    return report, document


def _attach(document: LegalDocument, proposed: ProposedDocument) -> None:
    source = FileSource(proposed.kind, proposed.text_state, proposed.sha256, proposed.page_count)
    order = LegalDocumentFile.objects.filter(document=document).count()
    with proposed.file.open("rb") as stream:
        attach_file(document, File(stream, proposed.name), source, order)


def discard_proposal(proposed: ProposedDocument, user: User) -> bool:
    done = ProposedDocument.objects.filter(pk=proposed.pk, state=_WAITING).update(
        state=ProposedDocument.State.DISCARDED, decided_by=user, decided_at=timezone.now()
    )
    if done:
        proposed.file.delete(save=False)
        ProposedDocument.objects.filter(pk=proposed.pk).update(file="", text="")
    return bool(done)
