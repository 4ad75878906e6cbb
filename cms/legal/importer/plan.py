"""Rows of files → one record per document: bad rows aside, rows of one document merged, texts on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cms.core.text import one_line
from cms.legal.importer.articles import article_records, node_records, text_records, unite
from cms.legal.importer.crawl import is_crawled, plain_row
from cms.legal.importer.readers import ParsedLine
from cms.legal.importer.records import (
    DocumentRecord,
    FileLine,
    ImportProblem,
    RowError,
    completed,
    merge,
    repeats,
    same_number,
    speaks_first,
    with_one_date,
)
from cms.legal.importer.report import ImportReport
from cms.legal.importer.rows import article_record, document_of_article, document_record, is_article, number_of, said_by
from cms.legal.importer.spool import Spool
from cms.legal.importer.told_sources import KEYS, sources_of, texts_of
from cms.legal.importer.values import date_of, text_of


@dataclass
class Planned:
    """A document to load and where its texts wait: of its rows, the speaking one first, and of single articles;
    ``versions`` are the nodes of the record's further texts, in their order."""

    record: DocumentRecord
    groups: list[int] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)


class ImportPlan:
    """What a file asks for, in file order. The same lines always give the same plan: a position in it can be kept."""

    def __init__(self, spool: Spool, believed: bool = False):
        self._spool = spool
        self._believed = believed
        self._documents: list[Planned] = []
        self._by_number: dict[str, list[Planned]] = {}
        self._of_articles: dict[tuple[str, str], Planned] = {}

    def __len__(self) -> int:
        return len(self._documents)

    def records(self, start: int = 0) -> Iterator[DocumentRecord]:
        """Records with their articles, from a position on; one at a time in memory."""
        for planned in self._documents[start:]:
            groups = [self._spool.get(place) for place in planned.groups]
            loose = [article for place in planned.loose for article in self._spool.get(place)]
            versions = [tuple(self._spool.get(place)) for place in planned.versions]
            pairs = zip(planned.record.texts, versions, strict=True)
            texts = tuple(told._replace(nodes=nodes) for told, nodes in pairs)
            yield replace(planned.record, articles=unite(groups, loose), texts=texts)

    def add_document(self, row: Any, place: FileLine, report: ImportReport) -> None:
        notes: list[ImportProblem] = []
        if is_crawled(row):
            row, said, notes = plain_row(row)
        else:
            said = said_by(row) if isinstance(row, Mapping) else {}
        record = replace(document_record(row, place), problems=tuple(notes), **said)
        record = self._with_sources(record, row)
        articles = article_records(row.get("articles"))
        if "provisions" in row:
            articles, record = node_records(row["provisions"]), replace(record, whole=True)
        elif not articles and (text := text_of(row, "text", lines=True)):
            articles, record = text_records(text), replace(record, whole=True)
        places = [self._spool.put(articles)] if articles else []
        planned = self._find(record)
        if planned is None:
            versions = [self._spool.put(list(told.nodes)) for told in record.texts]
            bare = tuple(told._replace(nodes=()) for told in record.texts)
            self._append(Planned(replace(record, texts=bare), groups=places, versions=versions))
            return
        first = planned.record
        report.merged += 1
        report.flag(place, record.number.raw, ImportProblem("merged", (("line", str(first.places[0])),)))
        planned.groups = planned.groups + places if speaks_first(first, record) else places + planned.groups
        merged = replace(merge(first, record), sources=first.sources, texts=first.texts)
        planned.record = with_one_date(merged, (first.issued_on, record.issued_on))

    def _with_sources(self, record: DocumentRecord, row: Mapping[str, Any]) -> DocumentRecord:
        """What an export says of its sources, where whoever imports is believed."""
        if not any(key in row for key in KEYS):
            return record
        if not self._believed:
            note = ImportProblem("sources_not_believed")
            return replace(record, problems=(*record.problems, note))
        return replace(record, sources=sources_of(row), texts=texts_of(row), entered=date_of(row, "entered"))

    def add_article(self, row: Any, place: FileLine) -> None:
        """An article joins the one document of its type and number; the first one of an unknown document makes it."""
        article = article_record(row)
        key = (str(row.get("type")), str(row.get("number")))
        planned = self._of_articles.get(key)
        if planned is None or planned.record.completeness < 5:
            planned = self._of_articles[key] = self._document_of(row, place)
        planned.loose.append(self._spool.put([article]))

    def _document_of(self, row: Any, place: FileLine) -> Planned:
        record = document_of_article(row, place)
        held = [
            planned
            for planned in self._by_number.get(record.number.identity, ())
            if same_number(planned.record, record)
        ]
        found = [planned for planned in held if planned.record.source == record.source] or held
        if len(found) > 1:
            raise RowError("article_of_several")
        if not found:
            found.append(Planned(record))
            self._append(found[0])
        elif record.completeness > 1:
            found[0].record = completed(found[0].record, record)
        return found[0]

    def _find(self, record: DocumentRecord) -> Planned | None:
        places = self._by_number.get(record.number.identity, ())
        return next((planned for planned in places if repeats(planned.record, record)), None)

    def _append(self, planned: Planned) -> None:
        self._documents.append(planned)
        self._by_number.setdefault(planned.record.number.identity, []).append(planned)


def make_plan(lines: Iterable[ParsedLine], report: ImportReport, spool: Spool, believed: bool = False) -> ImportPlan:
    """The good rows; the others are in ``report.rejected``, merged ones flagged. ``believed``: what rows say of their
    sources is taken (``importer.told_sources``)."""
    plan = ImportPlan(spool, believed)
    for line in lines:
        report.rows += 1
        try:
            if line.problem:
                raise RowError(line.problem.code, **dict(line.problem.values))
            if is_article(line.value):
                number_of(line.value)
                plan.add_article(line.value, line.place)
            else:
                plan.add_document(line.value, line.place, report)
        except RowError as error:
            report.reject(line.place, _number_of(line.value), error.problem)
    return plan


def _number_of(value: Any) -> str:
    """What names a rejected row to a person: its number, or the note of an article without one."""
    if not isinstance(value, dict):
        return ""
    named = value.get("number") or value.get("note")
    return one_line(named)[:60] if isinstance(named, str) else ""
