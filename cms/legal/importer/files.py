"""Files that come in an archive with a table: attached to the documents whose rows name them, once per content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files import File
from wagtail.models import Collection

from cms.core.media import file_kinds
from cms.core.media.file_text.extract import NO_TEXT, TEXT
from cms.core.models import SchoolDocument
from cms.legal.importer.articles import text_records
from cms.legal.importer.documents.sources import FileSource, kind_of_name, read_source
from cms.legal.importer.problem_messages import state_label
from cms.legal.importer.records import DocumentRecord, FileLine, ImportProblem
from cms.legal.importer.report import ImportReport
from cms.legal.importer.tables.archives import Archive
from cms.legal.models import LegalDocument, LegalDocumentFile
from cms.legal.parsing.numbers import parse_number
from cms.tenancy.models import OfficePortal

Records = Mapping[LegalDocument, DocumentRecord]
_ROLES = {
    "pdf": LegalDocumentFile.Role.ORIGINAL,
    "docx": LegalDocumentFile.Role.TEXT,
    "doc": LegalDocumentFile.Role.TEXT,
}

#: Read for their text, not kept.
_TEXT_ONLY = ("html", "htm")


class Attachments:
    """``archive`` is None where only a table was given. A trial run keeps no file."""

    def __init__(self, archive: Archive | None = None, dry_run: bool = False):
        self._archive, self._dry_run = archive, dry_run
        self._files: Mapping[str, Path] = archive.files if archive else {}
        self._read: dict[str, FileSource] = {}
        self.used: set[str] = set()

    def unused(self) -> list[str]:
        return [name for name in self._files if name not in self.used]

    def texts(self, records: Records, report: ImportReport) -> dict[LegalDocument, DocumentRecord]:
        """The records, with the text of their first new file that has any where the row brings none, unless it carries
        another number; what a person has to know of the files is told."""
        told = {document: record for document, record in records.items() if record.files}
        if not told:
            return dict(records)
        known = self._known(told)
        found = dict(records)
        for document, record in told.items():
            for name, source in self._new_files(record, known[document.pk], report):
                self._check(name, source, record, report)
                if source.lines and not found[document].articles and not self._other_number(source, record):
                    found[document] = replace(found[document], articles=text_records(source.text), whole=True)
        return found

    def write(self, records: Records, report: ImportReport) -> set[int]:
        """Attach the files that the documents do not have yet; primary keys of the documents that got some."""
        told = {document: record for document, record in records.items() if record.files}
        known = self._known(told)
        touched = set()
        for document, record in told.items():
            order = len(known[document.pk])
            for name, source in self._new_files(record, known[document.pk], ImportReport()):
                if source.kind == "html":  # its text is what is kept
                    continue
                report.files += 1
                touched.add(document.pk)
                if not self._dry_run:
                    with self._files[name].open("rb") as stream:
                        attach_file(document, File(stream, PurePosixPath(name).name), source, order)
                order += 1
        return touched

    @staticmethod
    def _known(records: Records) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {document.pk: set() for document in records}
        rows = LegalDocumentFile.objects.filter(document__in=list(found))
        for document_id, sha256 in rows.values_list("document_id", "sha256"):
            found[document_id].add(sha256)
        return found

    def _new_files(self, record: DocumentRecord, known: set[str], report: ImportReport) -> list[tuple[str, FileSource]]:
        found = []
        for wanted in record.files:
            name = self._archive.find(wanted) if self._archive else None
            if name is None:
                _flag(report, record, "file_missing", wanted)
                continue
            self.used.add(name)
            kind = PurePosixPath(name).suffix.lower().lstrip(".")
            if kind not in (*settings.WAGTAILDOCS_EXTENSIONS, *_TEXT_ONLY):
                _flag(report, record, "file_kind", name)
                continue
            if kind not in _TEXT_ONLY and not self._is_what_it_says(name):
                _flag(report, record, "file_other", name)
                continue
            source = self._source(name)
            if source.sha256 not in known:
                found.append((name, source))
        return found

    def _is_what_it_says(self, name: str) -> bool:
        with self._files[name].open("rb") as stream:
            return file_kinds.find_file_problem(stream, name) is None

    def _source(self, name: str) -> FileSource:
        if name not in self._read:
            self._read[name] = read_source(self._files[name], name)
        return self._read[name]

    @staticmethod
    def _check(name: str, source: FileSource, record: DocumentRecord, report: ImportReport) -> None:
        if source.state == NO_TEXT:
            _flag(report, record, "file_scan", name)
        elif source.state != TEXT and kind_of_name(name):
            _flag(report, record, "file_unread", name, reason=str(state_label(source.state)))
        if number := Attachments._other_number(source, record):
            _flag(report, record, "other_number_in_file", name, other=number[:60])

    @staticmethod
    def _other_number(source: FileSource, record: DocumentRecord) -> str:
        """The number in the file's head where it is not that of the row."""
        number = source.proposal.values.get("number", "")
        return number if number and parse_number(number).identity != record.number.identity else ""


def _flag(report: ImportReport, record: DocumentRecord, code: str, name: str, **values: str) -> None:
    pairs = tuple(sorted({"file": name[:120], **values}.items()))
    report.flag(record.places[0], record.number.raw, ImportProblem(code, pairs))


def unused_files(attachments: Attachments, report: ImportReport) -> None:
    for name in attachments.unused():
        report.flag(FileLine(0, name[:120]), "", ImportProblem("file_unused", (("file", name[:120]),)))


def attach_file(document: LegalDocument, file: File, source: FileSource, order: int) -> LegalDocumentFile:
    """The file in the office's collection, as a file of the document."""
    portal = OfficePortal.objects.select_related("collection").first()
    kept = SchoolDocument(
        title=f"{document.number_raw} – {PurePosixPath(str(file.name)).name}"[:255],
        file=file,
        collection=portal.collection if portal else Collection.get_first_root_node(),
    )
    kept._set_document_file_metadata()
    kept.save()
    return LegalDocumentFile.objects.create(
        document=document,
        file=kept,
        role=LegalDocumentFile.Role.ANNEX if order else _ROLES.get(source.kind, LegalDocumentFile.Role.ANNEX),
        sha256=source.sha256,
        pages=source.page_count or None if source.kind == "pdf" else None,
        has_text_layer=source.has_text_layer,
        sort_order=order,
    )
