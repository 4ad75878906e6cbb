"""Rows of a file → one record per document: bad rows aside, rows of one document merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cms.legal.importer.readers import Line
from cms.legal.importer.records import DocumentRecord, Problem, RowError, document_record, merge, same_document
from cms.legal.importer.report import Report


def validate(lines: Iterable[Line], report: Report) -> list[DocumentRecord]:
    """The good rows in file order; the others are in ``report.rejected``, merged ones flagged."""
    records: list[DocumentRecord | None] = []
    by_number: dict[str, list[int]] = {}
    for line in lines:
        report.rows += 1
        try:
            if line.problem:
                raise RowError(line.problem.code)
            record = document_record(line.value, line.number)
        except RowError as error:
            report.reject(line.number, _number_of(line.value), error.problem)
            continue
        places = by_number.setdefault(record.number.identity, [])
        place = next((place for place in places if _repeats(records[place], record)), None)
        if place is None:
            places.append(len(records))
            records.append(record)
            continue
        first = records[place]
        report.merged += 1
        report.flag(record.lines[0], record.number.raw, Problem("merged", (("line", str(first.lines[0])),)))
        records[place] = merge(first, record)
    return records


def _repeats(first: DocumentRecord, second: DocumentRecord) -> bool:
    """A document without number repeats another only if everything else is stated and equal."""
    if not second.number.has_number:
        return second.completeness == 5 and replace(first, lines=(), articles=()) == replace(
            second, lines=(), articles=()
        )
    return same_document(first, second)


def _number_of(value) -> str:
    number = value.get("number") if isinstance(value, dict) else ""
    return number[:60] if isinstance(number, str) else ""
