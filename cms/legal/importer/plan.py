"""Rows of files → one record per document: bad rows aside, rows of one document merged, texts on disk."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from cms.core.text import collapse_whitespace
from cms.legal.importer.articles import article_records, node_records, text_records, unite_articles
from cms.legal.importer.crawl import convert_row, is_crawled
from cms.legal.importer.duplicates import DuplicateIndex
from cms.legal.importer.exported_sources import KEYS, read_sources, read_texts
from cms.legal.importer.records import (
    DocumentRecord,
    FileLine,
    ImportFileError,
    ImportProblem,
    ParsedLine,
    RowError,
    choose_date,
    complete_record,
    merge_records,
    same_number,
    takes_precedence,
)
from cms.legal.importer.report import ImportReport
from cms.legal.importer.rows import (
    MAX_NAMES,
    article_record,
    document_of_article,
    document_record,
    is_article,
    read_number,
    stated_source,
)
from cms.legal.importer.text_spool import SpooledText, TextSpool
from cms.legal.importer.values import read_date, read_text
from cms.legal.sources.source_registry import CODIFICATION, VBPL

MAX_ROWS = 2_000_000
#: Records wait in memory, each with about 2 KB besides its texts.
MAX_DOCUMENTS = 250_000
MAX_LETTERS = 250_000_000  # of all titles, names and summaries
MAX_TEXT = 16 * 1024 * 1024  # bytes of one document's articles


@dataclass
class Planned:
    """A document to load and where its texts wait: of its rows, the speaking one first, and of single articles;
    ``versions`` are the nodes of the record's further texts, in their order."""

    record: DocumentRecord
    groups: list[SpooledText] = field(default_factory=list)
    loose: list[SpooledText] = field(default_factory=list)
    versions: list[SpooledText] = field(default_factory=list)
    size: int = 0
    place: int = 0  # in the plan
    _held: set[bytes] = field(default_factory=set)

    def takes(self, kept: SpooledText) -> bool:
        """Is it a text that the document does not have yet? RowError where it gets too long."""
        if kept.digest in self._held:
            return False
        if self.size + kept.size > MAX_TEXT:
            raise RowError("too_much_text_of_one", limit=str(MAX_TEXT >> 20))
        self._held.add(kept.digest)
        self.size += kept.size
        return True


class ImportPlan:
    """What a file asks for, in file order. The same lines always give the same plan: a position in it can be kept."""

    def __init__(self, spool: TextSpool, believed: bool = False):
        self._spool = spool
        self._believed = believed
        self._documents: list[Planned] = []
        self._repeats = DuplicateIndex()
        self._of_articles: dict[tuple[str, str], Planned] = {}
        self._letters = 0

    def __len__(self) -> int:
        return len(self._documents)

    def known_until(self) -> datetime.date | None:
        """Of a codification the last day on which a document in it was issued: it was made on that day or later,
        whenever its file was copied. Of a crawl the last day that a row of it names. None for other rows."""
        records = [planned.record for planned in self._documents]
        codified = (record.issued_on for record in records if record.source == CODIFICATION)
        crawled = (record.stated_on for record in records if record.source == VBPL)
        past = [[day for day in days if day and day <= timezone.localdate()] for days in (codified, crawled)]
        return max(past[0] or past[1], default=None)

    def records(self, start: int = 0) -> Iterator[DocumentRecord]:
        """Records with their articles, from a position on; one at a time in memory."""
        for planned in self._documents[start:]:
            groups = [self._spool.get(kept.place) for kept in planned.groups]
            loose = [article for kept in planned.loose for article in self._spool.get(kept.place)]
            versions = [tuple(self._spool.get(kept.place)) for kept in planned.versions]
            pairs = zip(planned.record.texts, versions, strict=True)
            texts = tuple(told._replace(nodes=nodes) for told, nodes in pairs)
            yield replace(planned.record, articles=unite_articles(groups, loose), texts=texts)

    def add_document(self, line: ParsedLine, report: ImportReport) -> None:
        row, place = line.value, line.place
        notes: list[ImportProblem] = []
        if is_crawled(row):
            row, said, notes = convert_row(row)
        else:
            said = stated_source(row) if isinstance(row, Mapping) else {}
        record = document_record(row, place)
        problems = (*notes, *map(line.located, record.problems))
        record = replace(record, problems=problems, **said)
        record = self._with_sources(record, row)
        articles = article_records(row.get("articles"))
        if "provisions" in row:
            articles, record = node_records(row["provisions"]), replace(record, whole=True)
        elif not articles and (text := read_text(row, "text", lines=True)):
            articles, record = text_records(text), replace(record, whole=True)
        at = self._repeats.find(record)
        kept = self._spool.put(articles) if articles else None
        if at is None:
            versions = [self._spool.put(list(told.nodes)) for told in record.texts]
            bare = tuple(told._replace(nodes=()) for told in record.texts)
            planned = Planned(replace(record, texts=bare), versions=versions)
            planned.groups = [kept] if kept and planned.takes(kept) else []
            self._append(planned)
            return
        self._join(self._documents[at], record, kept, line, report)

    def _join(
        self, planned: Planned, record: DocumentRecord, kept: SpooledText | None, line: ParsedLine, report: ImportReport
    ) -> None:
        first, number = planned.record, record.number.raw
        merged = merge_records(first, replace(record, problems=()))
        if max(len(merged.fields), len(merged.files)) > MAX_NAMES:
            raise RowError("too_many_names", field="topics", limit=str(MAX_NAMES))
        places = [kept] if kept and planned.takes(kept) else []
        report.merged += 1
        report.flag(line.place, number, ImportProblem("merged", (("line", str(first.places[0])),)))
        for problem in record.problems:
            report.flag(line.place, number, problem)
        planned.groups = planned.groups + places if takes_precedence(first, record) else places + planned.groups
        merged = replace(merged, sources=first.sources, texts=first.texts)
        self._change(planned, choose_date(merged, (first.issued_on, record.issued_on)))

    def _with_sources(self, record: DocumentRecord, row: Mapping[str, Any]) -> DocumentRecord:
        """What an export says of its sources, where whoever imports is believed."""
        if not any(key in row for key in KEYS):
            return record
        if not self._believed:
            note = ImportProblem("sources_not_believed")
            return replace(record, problems=(*record.problems, note))
        return replace(record, sources=read_sources(row), texts=read_texts(row), entered=read_date(row, "entered"))

    def add_article(self, row: Any, place: FileLine) -> None:
        """An article joins the one document of its type and number; the first one of an unknown document makes it."""
        article = article_record(row)
        key = (str(row.get("type")), str(row.get("number")))
        planned = self._of_articles.get(key)
        if planned is None or planned.record.completeness < 5:
            planned = self._of_articles[key] = self._document_of(row, place)
        kept = self._spool.put([article])
        if planned.takes(kept):
            planned.loose.append(kept)

    def _document_of(self, row: Any, place: FileLine) -> Planned:
        record = document_of_article(row, place)
        held = [
            planned
            for planned in map(self._documents.__getitem__, self._repeats.of_number(record))
            if same_number(planned.record, record)
        ]
        found = [planned for planned in held if planned.record.source == record.source] or held
        if len(found) > 1:
            raise RowError("article_of_several")
        if not found:
            found.append(Planned(record))
            self._append(found[0])
        elif record.completeness > 1:
            self._change(found[0], complete_record(found[0].record, record))
        return found[0]

    def _change(self, planned: Planned, record: DocumentRecord) -> None:
        self._repeats.change(planned.place, record)
        planned.record = record

    def _append(self, planned: Planned) -> None:
        self._letters += planned.record.letters
        if len(self._documents) >= MAX_DOCUMENTS or self._letters > MAX_LETTERS:
            raise ImportFileError("too_many_documents", limit=str(len(self._documents)))
        planned.place = len(self._documents)
        self._repeats.add(planned.record)
        self._documents.append(planned)


def make_plan(
    lines: Iterable[ParsedLine], report: ImportReport, spool: TextSpool, believed: bool = False
) -> ImportPlan:
    """The good rows; the others are in ``report.rejected``, merged ones flagged. ``believed``: what rows say of their
    sources is taken (``importer.exported_sources``)."""
    plan = ImportPlan(spool, believed)
    for line in lines:
        for note in line.notes:
            report.flag(line.place, _number_of(line.value), note)
        if not line.is_row:
            continue
        report.rows += 1
        if report.rows > MAX_ROWS:
            raise ImportFileError("too_many_rows", limit=str(MAX_ROWS))
        try:
            if line.problem:
                raise RowError(line.problem.code, **dict(line.problem.values))
            if is_article(line.value):
                read_number(line.value)
                plan.add_article(line.value, line.place)
            else:
                plan.add_document(line, report)
        except RowError as error:
            report.reject(line.place, _number_of(line.value), line.located(error.problem))
    return plan


def _number_of(value: Any) -> str:
    """What names a rejected row to a person: its number, or the note of an article without one."""
    if not isinstance(value, dict):
        return ""
    named = value.get("number") or value.get("note")
    return collapse_whitespace(named[:500])[:60] if isinstance(named, str) else ""
