"""Rows of cells → lines with a field for each known column. Pure: no database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from cms.core.office_files.cells import unescape_formula
from cms.legal.importer.records import FileLine, ImportFileError, ImportProblem, ParsedLine, TableColumn
from cms.legal.importer.tables.columns import DATES, HEAD_ROWS, MAX_COLUMNS, column_letter, read_headings, value_of

_SHOWN = 300  # letters of headings in a message


class TableRow(NamedTuple):
    """``number`` as a table program shows it."""

    number: int
    cells: Sequence[Any]


class NoValue:
    """A cell with a formula whose result the file does not hold."""

    def __str__(self) -> str:
        return ""


NO_VALUE = NoValue()
ORIGIN = datetime.date(1899, 12, 30)  # day 0 of dates that are stored as numbers


def day_of(value: float, origin: datetime.date = ORIGIN) -> datetime.date | None:
    """None for what lies outside the days of laws.

    >>> day_of(45356)
    datetime.date(2024, 3, 5)
    """
    if not 0 < value < 100_000:
        return None
    day = origin + datetime.timedelta(days=int(value))
    return day if 1945 <= day.year <= 2100 else None


def parsed_lines(rows: Iterable[TableRow], file: str) -> Iterator[ParsedLine]:
    """The headings are the first row that names the number of a document; rows without any value are skipped."""
    rows = iter(rows)
    first = list(islice(rows, HEAD_ROWS))
    head = next((row for row in first if "number" in read_headings(row.cells[:MAX_COLUMNS]).names), None)
    if head is None:
        raise _without_number(first)
    last = max((place for place, cell in enumerate(head.cells, 1) if _told(cell)), default=0)
    if last > MAX_COLUMNS:
        raise ImportFileError("too_many_columns", limit=str(MAX_COLUMNS))
    heads = read_headings(head.cells[:last])
    columns = {
        name: TableColumn(column_letter(place), " ".join(str(head.cells[place]).split())[:120])
        for place, name in enumerate(heads.names)
        if name
    }
    lists = (("unknown_columns", heads.unknown), ("columns_twice", heads.twice))
    notes = [ImportProblem(code, (("columns", ", ".join(words)[:_SHOWN]),)) for code, words in lists if words]
    if notes:
        yield ParsedLine(FileLine(head.number, file), notes=tuple(notes))
    for row in chain(first[first.index(head) + 1 :], rows):
        if any(map(_told, row.cells)):
            yield _line(row, file, heads.names, columns)


def _line(row: TableRow, file: str, names: Sequence[str], columns: dict[str, TableColumn]) -> ParsedLine:
    place = FileLine(row.number, file)
    extra = next((at for at, cell in enumerate(row.cells[len(names) :], len(names)) if _told(cell)), None)
    if extra is not None:  # a comma in a text without quotes moves all values by one
        cell = f"{column_letter(extra)}{row.number}"
        return ParsedLine(place, problem=ImportProblem("extra_cells", (("cell", cell),)))
    values, notes = {}, []
    for name, cell in zip(names, row.cells, strict=False):
        if name and isinstance(cell, NoValue):
            notes.append(ImportProblem("formula_without_value", (("field", name),)))
        elif name:
            values[name] = _value(name, cell)
    line = ParsedLine(place, values, columns=columns)
    return ParsedLine(place, values, notes=tuple(map(line.located, notes)), columns=columns) if notes else line


def _value(name: str, cell: Any) -> Any:
    if isinstance(cell, str):
        return value_of(name, unescape_formula(cell))
    if name in DATES and isinstance(cell, int | float):
        return day_of(cell) or cell
    return cell


def _told(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _without_number(rows: Sequence[TableRow]) -> ImportFileError:
    fullest = max(rows, key=lambda row: sum(map(_told, row.cells[:MAX_COLUMNS])), default=None)
    words = [" ".join(str(cell).split()) for cell in fullest.cells[:MAX_COLUMNS] if _told(cell)] if fullest else []
    if not words:
        return ImportFileError("empty_table")
    return ImportFileError("no_number_column", columns=", ".join(words)[:_SHOWN])
