"""What a source says about documents, checked and in one shape. Pure: no database."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.legal.parsing.numbers import DocumentNumber
from cms.legal.sources.nodes import ArticleRecord
from cms.legal.sources.source_registry import OFFICE


class FileLine(NamedTuple):
    """A line (a row of a table) of a file; the file is named where several are read together."""

    line: int
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.file else str(self.line)


@dataclass(frozen=True)
class ImportProblem:
    """Why a row is rejected or flagged: a code of ``importer.problem_messages.REASONS`` and its words."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


class TableColumn(NamedTuple):
    """Where a field stands in a table: its letter and the heading as written there."""

    letter: str
    heading: str


@dataclass(frozen=True)
class ParsedLine:
    """``value`` is the parsed object. Without it ``problem`` says why the line is no row; a line with ``notes`` alone
    says what a person has to know of the file. ``columns``: of a table, field → its column."""

    place: FileLine
    value: Any = None
    problem: ImportProblem | None = None
    notes: tuple[ImportProblem, ...] = ()
    columns: Mapping[str, TableColumn] = field(default_factory=dict)

    @property
    def is_row(self) -> bool:
        return self.value is not None or self.problem is not None or not self.notes

    def located(self, problem: ImportProblem) -> ImportProblem:
        """The problem of a field with its cell ("D5") and its heading, where the row stands in a table."""
        column = self.columns.get(dict(problem.values).get("field", ""))
        if column is None:
            return problem
        told = (("cell", f"{column.letter}{self.place.line}"), ("column", column.heading))
        return replace(problem, values=tuple(sorted((*problem.values, *told))))


def _clean(values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """They are kept in the database, and come from a stranger's file."""
    return tuple(sorted((name, collapse_whitespace(str(value))) for name, value in values.items()))


class RowError(ValueError):
    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.problem = ImportProblem(code, _clean(values))


class ImportFileError(ValueError):
    """The file as a whole cannot be read; a code of ``importer.problem_messages.REASONS`` and its words."""

    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.problem = ImportProblem(code, _clean(values))


CONTRADICTIONS = frozenset({"end_before_start", "issued_in_future", "type_contradicts_symbol"})


class LinkRecord(NamedTuple):
    """A relation or an event: the other document by its words."""

    kind: str
    words: str = ""
    provisions: str = ""
    own_provisions: str = ""
    day: datetime.date | None = None
    note: str = ""


class StatedRecord(NamedTuple):
    """A record of a source, as an export of this library holds it (``SourceRecord``)."""

    source: str
    address: str
    stated_on: datetime.date | None
    status: str
    status_on: datetime.date | None
    values: dict[str, Any]


class StatedText(NamedTuple):
    """A version of the text (``TextVersion``); of the one that is shown the nodes stand with the document."""

    source: str
    address: str
    stated_on: datetime.date | None
    state: str
    doubts: tuple[str, ...]
    decided: bool
    nodes: tuple[ArticleRecord, ...] = ()


@dataclass(frozen=True)
class DocumentRecord:
    """``articles`` is empty while a plan is made: they wait in the spool until the document is loaded.

    ``whole``: the articles are the whole text of the document, what it does not hold goes. ``facts``: further
    fields of the document, by name. ``source`` (``cms.legal.sources.source_registry``) says all this, at ``address``,
    on ``stated_on`` (None: the day of the file), with ``status`` as its word on the force. ``doubts``: what the text's
    own head contradicts (``TextVersion.doubts``). Of an export of this library that is believed: ``sources`` say it in
    place of ``source``, ``texts`` with the shown version first, ``entered`` is the day on which it came in."""

    places: tuple[FileLine, ...]
    number: DocumentNumber
    type_name: str = ""
    title: str = ""
    issuers: tuple[str, ...] = ()
    issued_on: datetime.date | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    vbpl_id: str = ""
    source_url: str = ""
    fields: tuple[str, ...] = ()
    articles: tuple[ArticleRecord, ...] = ()
    whole: bool = False
    facts: tuple[tuple[str, Any], ...] = ()
    relations: tuple[LinkRecord, ...] = ()
    events: tuple[LinkRecord, ...] = ()
    files: tuple[str, ...] = ()  # names in the archive that the row came with
    problems: tuple[ImportProblem, ...] = field(default=())
    source: str = OFFICE
    address: str = ""
    stated_on: datetime.date | None = None
    status: str = ""
    status_on: datetime.date | None = None  # else stated_on
    doubts: tuple[str, ...] = ()
    decided: bool = False  # a person has seen the text and takes it
    sources: tuple[StatedRecord, ...] = ()
    texts: tuple[StatedText, ...] = ()
    entered: datetime.date | None = None

    @property
    def year(self) -> int | None:
        return self.number.year or (self.issued_on.year if self.issued_on else None)

    @property
    def is_contradictory(self) -> bool:
        """Facts of the row cannot all be true (``importer.rows.find_contradictions``)."""
        return any(problem.code in CONTRADICTIONS for problem in self.problems)

    @property
    def completeness(self) -> int:
        return sum(map(bool, (self.title, self.issuers, self.issued_on, self.effective_from, self.type_name)))

    @property
    def letters(self) -> int:
        """Of what is kept in memory while a plan is made."""
        texts = (self.title, self.type_name, *self.issuers, *self.fields, *self.files)
        return sum(map(len, texts)) + sum(len(value) for _name, value in self.facts if isinstance(value, str))


#: What one document is told of is bounded: a hostile file repeats a row without end.
MAX_PROBLEMS = 50
_FACTS = (
    "type_name", "title", "issuers", "issued_on", "effective_from", "effective_to", "vbpl_id", "source_url", "address",
    "stated_on",
)  # fmt: skip


def takes_precedence(first: DocumentRecord, second: DocumentRecord) -> bool:
    """Of two rows of one document the more complete one speaks, the earlier one where both are equal."""
    return first.completeness >= second.completeness


def merge_records(first: DocumentRecord, second: DocumentRecord) -> DocumentRecord:
    """Two rows of one document: the more complete one speaks, the other fills its gaps. Its place is the first's."""
    main, other = (first, second) if takes_precedence(first, second) else (second, first)
    return replace(
        main,
        places=first.places,
        fields=tuple(dict.fromkeys((*main.fields, *other.fields))),
        files=tuple(dict.fromkeys((*main.files, *other.files))),
        problems=tuple(dict.fromkeys((*main.problems, *other.problems)))[:MAX_PROBLEMS],
        status=main.status or other.status,
        status_on=main.status_on if main.status else other.status_on or other.stated_on,
        **{name: getattr(main, name) or getattr(other, name) for name in _FACTS},
    )


def complete_record(record: DocumentRecord, told: DocumentRecord) -> DocumentRecord:
    """A document with what a source says of it beside one of its articles: gaps are filled."""
    return choose_date(merge_records(record, told), (record.issued_on, told.issued_on))


def choose_date(record: DocumentRecord, days: tuple[datetime.date | None, datetime.date | None]) -> DocumentRecord:
    """Of two dates of issue the one that fits the year in the number holds, else the first; a person is told."""
    first, second = days
    if first is None or second is None or first == second:
        return record
    fitting = [day for day in (first, second) if day.year == record.number.year]
    chosen = fitting[0] if len(fitting) == 1 else first
    other = second if chosen == first else first
    values = (("chosen", f"{chosen:%d/%m/%Y}"), ("other", f"{other:%d/%m/%Y}"))
    problems = dict.fromkeys((*record.problems, ImportProblem("two_dates", values)))
    return replace(record, issued_on=chosen, problems=tuple(problems)[:MAX_PROBLEMS])


def same_number(first: DocumentRecord, second: DocumentRecord) -> bool:
    """One number, and one type where both state it; what one source's id or issuer and day show to be one document may
    name its type in two ways ("Bộ luật", "Luật")."""
    if first.number.identity != second.number.identity:
        return False
    a, b = (record.number.kind(record.type_name) for record in (first, second))
    return not a or not b or a == b or _one_by_id(first, second) or _one_by_day(first, second)


def _one_by_id(first: DocumentRecord, second: DocumentRecord) -> bool:
    return bool(first.vbpl_id) and first.vbpl_id == second.vbpl_id


def _one_by_day(first: DocumentRecord, second: DocumentRecord) -> bool:
    told = not first.number.of_the_assembly and all((first.issued_on, first.issuers, second.issued_on, second.issuers))
    same_bodies = sorted(map(fold_diacritics, first.issuers)) == sorted(map(fold_diacritics, second.issuers))
    return told and first.issued_on == second.issued_on and same_bodies


def same_document(first: DocumentRecord, second: DocumentRecord) -> bool:
    """Rows with one number: equal unless a fact that both state differs, except where the source's id is the same. A
    number without a year comes again every year: where a row does not tell its year, the titles have to be the same."""
    if not same_number(first, second):
        return False
    if _one_by_id(first, second):
        return True
    dated = first.number.year is not None  # two dates of one number then are an error of the source
    pairs = (
        (first.year, second.year),
        (tuple(sorted(first.issuers)), tuple(sorted(second.issuers))),
        (None, None) if dated else (first.issued_on, second.issued_on),
        (None, None) if first.year and second.year else (fold_diacritics(first.title), fold_diacritics(second.title)),
    )
    return not any(a and b and a != b for a, b in pairs)
