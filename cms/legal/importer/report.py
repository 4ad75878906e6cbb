"""What an import did, row by row, for people and for machines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.text import collapse_whitespace
from cms.legal.importer.exchange import CHOICES, FLAGS
from cms.legal.importer.records import FileLine, ImportProblem
from cms.legal.importer.tables.columns import COLUMNS
from cms.legal.models import LegalDocument
from cms.legal.sources.messages import TEXT_DOUBTS

REASONS = {
    "not_utf8": _("The line is not UTF-8 text."),
    "not_json": _("The line is not valid JSON."),
    "not_object": _("The line is not a JSON object with fields."),
    "not_text": _("“%(field)s” is not text."),
    "line_too_long": _("The line is longer than %(limit)s MB."),
    "no_number": _("The number is missing."),
    "no_article": _("The number of the article is missing."),
    "article_of_several": _("Several documents of the file have this number; it is not clear whose article this is."),
    "unknown_kind": _("Files of this kind cannot be imported. Possible: %(kinds)s."),
    "unreadable": _("The file is damaged or not what its name says: %(message)s"),
    "number_too_long": _("The number is too long: %(value)s…"),
    "bad_date": _("“%(field)s” is not a date: %(value)s. It was left out; the rest of the row counts."),
    "no_value": _("“%(field)s” holds “%(value)s”, which is no value; it was left out."),
    "formula_without_value": _(
        "“%(field)s” holds a formula whose result the file does not have; open it in the table program and save it "
        "again."
    ),
    "too_long": _("“%(field)s” has more than %(limit)s letters: %(value)s…"),
    "too_many_names": _("“%(field)s” names more than %(limit)s."),
    "too_much_text_of_one": _("The texts of this document have together more than %(limit)s MB."),
    "number_repeated": _(
        "More than %(limit)s documents of the file have this number, and the row does not tell type, issuer and date "
        "by which they could be told apart."
    ),
    "extra_cells": _(
        "Cell %(cell)s stands beside the last heading: the values of this row have moved. A text with commas needs "
        "quotation marks."
    ),
    "unknown_columns": _("Columns that the library does not know were left out: %(columns)s."),
    "columns_twice": _("These columns say what an earlier one says already; they were left out: %(columns)s."),
    "unknown_status": _("“%(field)s”: nobody knows the status “%(value)s”; it was left out."),
    "part_of_source": _(
        "The status “%(status)s” was left out: which part has ended, and on which day, follows from the documents that "
        "the library holds."
    ),
    "status_of_source": _(
        "The status “%(status)s” was taken from the row, which gives no day for it; please check and add the day."
    ),
    "empty_table": _("The table is empty."),
    "no_number_column": _(
        "No column is headed “Số ký hiệu”. The headings found: %(columns)s. The template shows how they are named."
    ),
    "too_many_columns": _("The table has more than %(limit)s columns."),
    "row_too_long": _("A row of the table is longer than %(limit)s MB; perhaps a quotation mark was never closed."),
    "cell_too_long": _("The text in cell %(cell)s is longer than any cell can be."),
    "csv_quotes": _("The quotation marks in row %(line)s do not match; the table cannot be read from there on."),
    "encoding": _(
        "The letters of the file cannot be read; it is neither UTF-8 nor UTF-16 nor Windows-1258. Save it as "
        "“CSV UTF-8” or XLSX."
    ),
    "not_workbook": _("The file is damaged, protected by a password or no XLSX. Save it once more as XLSX."),
    "too_much_text": _("The workbook holds more text than a list of documents can have."),
    "too_many_rows": _("The file has more than %(limit)s rows; divide it."),
    "too_many_documents": _("The file has more documents than one import can take (%(limit)s); divide it."),
    "articles_not_list": _("“articles” is not a list."),
    "article_not_object": _("Article no. %(position)s in the list is not an object."),
    "bad_provision": _("Part no. %(position)s of the text has no valid kind or anchor."),
    "anchor_twice": _("Two parts of the text have the same anchor."),
    "bad_choice": _("“%(field)s” has no value “%(value)s”."),
    "not_list": _("“%(field)s” is not a list of objects."),
    "ambiguous": _("Several documents of the library fit this number; nothing was changed."),
    "database": _("The database refused the row: %(message)s"),
    "missing": _("Data missing: %(fields)s."),
    "unknown_type": _("The library has no document type “%(value)s”; the type was left empty."),
    "new_body": _("New issuing body, name as printed: %(value)s."),
    "end_before_start": _(
        "The document would end on %(end)s, before it begins on %(start)s. A new document stays a draft until somebody "
        "has checked it."
    ),
    "issued_in_future": _(
        "The date of issue, %(issued)s, lies in the future. A new document stays a draft until somebody has checked it."
    ),
    "type_contradicts_symbol": _(
        "The type “%(type)s” does not go with the symbol %(symbol)s. A new document stays a draft until somebody has "
        "checked it."
    ),
    "two_dates": _("The source gives two dates of issue, %(chosen)s (taken) and %(other)s; please check."),
    "no_page": _("The source has no page for this document."),
    "translation": _("The row holds a translation (%(language)s); the library keeps the Vietnamese text."),
    "no_text": _("The row has no text; only what is known of the document came in."),
    "other_number": _("The text carries another number, %(other)s; please check which document it is."),
    "other_document": _(
        "Title and address of the row name another document, %(other)s. Only its text was kept, not shown before "
        "somebody has looked at it."
    ),
    "other_title": _("The text has another title, “%(other)s”; please check which document it is."),
    "other_number_in_file": _("The file “%(file)s” carries another number, %(other)s; please check."),
    "read_from_text": _("Issuing body and date were read from the head of the text (%(issuer)s); please check."),
    "other_year": _("The text is dated %(issued)s, which does not fit the number; the date of issue was left empty."),
    "status_unread": _("The status “%(status)s” is not understood; it was left out."),
    "text_held": _("The text is kept, but not shown before somebody has looked at it: %(reasons)s."),
    "file_missing": _("The archive has no file “%(file)s”."),
    "scan": _("A scan without a text layer: its data has to be typed."),
    "file_state": _("The file cannot be read: %(reason)s."),
    "withdrawn": _("Whoever ordered it no longer works on the library. Somebody who does can upload the file again."),
    "unexpected": _("Something unforeseen stopped the import (%(message)s); the administrators find it in the log."),
    "file_unused": _("No row names the file “%(file)s”; it was left out."),
    "file_scan": _("“%(file)s” is a scan without a text layer; it is attached and marked so."),
    "file_unread": _("The text of “%(file)s” cannot be read (%(reason)s); the file is attached as it is."),
    "file_kind": _("“%(file)s” is no file that the library keeps; it was left out."),
    "file_other": _("The content of “%(file)s” is not what its name says; it was left out."),
    "zip_path": _("The archive holds a path that leads out of it (%(name)s); it was refused."),
    "zip_link": _("The archive holds a link to another file (%(name)s); it was refused."),
    "zip_password": _("The archive is protected by a password."),
    "zip_empty": _("The archive holds no files."),
    "zip_members": _("The archive holds more than %(limit)s files."),
    "zip_bomb": _("“%(name)s” in the archive unpacks to far more than a document can have; the archive was refused."),
    "zip_total": _("The archive unpacks to more than %(limit)s GB."),
    "zip_tables": _("The archive holds several tables (%(names)s); put each into an archive of its own."),
    "too_large": _("The file unpacks to more than %(limit)s GB."),
    "sources_not_believed": _(
        "What the row says of other sources was left out: an upload is the office's own word. An export with its "
        "sources is read back by manage.py import_legal_documents."
    ),
    "merged": _("Same document as line %(line)s; the rows were merged."),
}


#: What became of a file whose text was wanted (states of ``importer.documents.sources``).
STATES = {
    "text": _("has a text"),
    "no_text": _("a scan without a text layer"),
    "encrypted": _("protected by a password"),
    "unreadable": _("damaged or not what its name says"),
    "too_large": _("too large"),
    "old_word": _("in Word's old format; save it as .docx"),
    "other_kind": _("not what its name says"),
    "unknown_kind": _("of a kind whose text is not read"),
}


def state_label(state: str) -> str | Promise:
    return STATES[state]


def sentence(problem: ImportProblem) -> str:
    """The reason in the reader's language."""
    values = dict(problem.values)
    if problem.code == "missing":
        labels = dict(LegalDocument.Missing.choices)
        values["fields"] = ", ".join(str(labels.get(name, name)) for name in values["fields"].split(","))
    if problem.code == "text_held":
        values["reasons"] = ", ".join(str(TEXT_DOUBTS[code]) for code in values["reasons"].split(","))
    if "field" in values:
        values["field"] = values.get("column") or label_of(values["field"])
    return str(REASONS[problem.code]) % values


_LABELS: dict[str, str] = {column.name: column.heading for column in COLUMNS}
_OF_DOCUMENT = {  # fields of the model → names of columns
    "issued_on": "issued", "effective_from": "effective", "effective_to": "expires", "vbpl_id": "vbpl_item_id",
    "doc_type": "type", "fields": "topics", "status_override": "stated_status", "issuers": "issuer",
}  # fmt: skip
_FURTHER = {"abstract": _("Abstract"), "status_from": _("Status set by hand from"), "live": _("Public")}


def label_of(name: str) -> str:
    """A field in the words of a table's headings."""
    return str(_LABELS.get(_OF_DOCUMENT.get(name, name)) or _FURTHER.get(name, name))


@dataclass(frozen=True)
class ReportEntry:
    place: FileLine
    number: str
    problem: ImportProblem

    def as_row(self) -> list:
        return [self.place.file, self.place.line, self.number, self.problem.code, list(map(list, self.problem.values))]

    @classmethod
    def of_row(cls, row: list) -> ReportEntry:
        file, line, number, code, values = row
        return cls(FileLine(line, file), number, ImportProblem(code, tuple((name, value) for name, value in values)))

    @property
    def cell(self) -> str:
        return dict(self.problem.values).get("cell", "")

    @property
    def column(self) -> str:
        values = dict(self.problem.values)
        return values.get("column") or (label_of(values["field"]) if "field" in values else "")

    @property
    def where(self) -> str:
        """For people: the cell, the line, or the file."""
        return self.cell or str(self.place.line or self.place.file)

    @property
    def reason(self) -> str:
        return sentence(self.problem)

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.place.file,
            "line": self.place.line,
            "cell": self.cell,
            "number": self.number,
            "code": self.problem.code,
            "reason": sentence(self.problem),
        }


class Change(NamedTuple):
    """What an import does to a document. ``field`` is one of ``LegalDocument``, empty for a new document, whose title
    is ``new``; values are kept as ``str``, dates as ISO."""

    place: FileLine
    number: str
    field: str
    old: str
    new: str

    def as_row(self) -> list:
        return [self.place.file, self.place.line, self.number, self.field, self.old, self.new]

    @classmethod
    def of_row(cls, row: list) -> Change:
        file, line, number, name, old, new = row
        return cls(FileLine(line, file), number, name, old, new)

    @property
    def label(self) -> str:
        return label_of(self.field) if self.field else gettext("New document")

    @property
    def before(self) -> str:
        return _shown(self.field, self.old)

    @property
    def after(self) -> str:
        return _shown(self.field, self.new)


def _shown(name: str, value: str) -> str:
    if name in CHOICES:
        return str(dict(LegalDocument._meta.get_field(name).flatchoices).get(value, value))
    if name in (*FLAGS, "live"):
        return gettext("yes") if value == "True" else gettext("no")
    try:
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _kept(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    text = collapse_whitespace(str(value)[: 4 * MAX_SHOWN])
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


KEPT = 5_000
MAX_SHOWN = 500  # letters of a value in a change
_Told = TypeVar("_Told")


class ToldProblems(list[_Told]):
    """The first ``KEPT`` of what was told, and how much that was: a hostile file has a million bad rows."""

    def __init__(self, told: Iterable[_Told] = ()) -> None:
        super().__init__()
        self.total = 0
        self.extend(told)

    def append(self, item: _Told) -> None:
        self.total += 1
        if len(self) < KEPT:
            super().append(item)

    def extend(self, items: Iterable[_Told]) -> None:
        for item in items:
            self.append(item)

    def absorb(self, other: ToldProblems[_Told]) -> None:
        more = other.total - len(other)
        self.extend(other)
        self.total += more


COUNTS = (
    "rows", "created", "updated", "unchanged", "merged", "articles", "articles_created", "articles_updated",
    "incomplete", "files", "proposed", "kept",
)  # fmt: skip


@dataclass
class ImportReport:
    """Counts are documents, ``rows`` are lines of the file and ``articles`` their provisions.

    ``rejected`` rows changed nothing; ``flagged`` ones came in but need a person. ``kept``: unchanged documents of
    which a source says something new that stands beside what is shown.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    articles: int = 0
    articles_created: int = 0
    articles_updated: int = 0
    incomplete: int = 0
    files: int = 0
    proposed: int = 0
    kept: int = 0
    flagged: ToldProblems[ReportEntry] = field(default_factory=ToldProblems)
    rejected: ToldProblems[ReportEntry] = field(default_factory=ToldProblems)
    changes: ToldProblems[Change] = field(default_factory=ToldProblems)
    _bodies: set[ImportProblem] = field(default_factory=set)

    def change(self, place: FileLine, number: str, field: str, old: Any, new: Any) -> None:
        """``field`` of a document gets another value; empty for a new document, whose title is ``new``."""
        self.changes.append(Change(place, number, field, _kept(old), _kept(new)))

    def flag(self, place: FileLine, number: str, problem: ImportProblem) -> None:
        self.flagged.append(ReportEntry(place, number, problem))

    def reject(self, place: FileLine, number: str, problem: ImportProblem) -> None:
        self.rejected.append(ReportEntry(place, number, problem))

    def absorb(self, other: ImportReport) -> None:
        """Add what a part of the work did. A new body is told once, however many batches of a trial run meet it."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        new = ToldProblems(entry for entry in other.flagged if entry.problem not in self._bodies)
        new.total += other.flagged.total - len(other.flagged)
        self.flagged.absorb(new)
        self._bodies |= {entry.problem for entry in new if entry.problem.code == "new_body"}
        self.rejected.absorb(other.rejected)
        self.changes.absorb(other.changes)

    @property
    def came_to_nothing(self) -> bool:
        """Were there no rows, or were all of them rejected?"""
        return not (self.created or self.updated or self.unchanged or self.proposed)

    def counts(self) -> dict[str, int]:
        return {
            **{name: getattr(self, name) for name in COUNTS},
            "flagged": self.flagged.total,
            "rejected": self.rejected.total,
            "changes": self.changes.total,
        }

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.counts(),
            "flags": [entry.as_dict() for entry in self.flagged],
            "rejections": [entry.as_dict() for entry in self.rejected],
            "changed": [change._asdict() | {"place": str(change.place)} for change in self.changes],
        }

    def as_plain(self) -> dict[str, Any]:
        """For keeping: codes and values, no sentences; at most ``KEPT`` rows of either kind."""
        return {
            "counts": self.counts(),
            "rejected": [entry.as_row() for entry in self.rejected],
            "flagged": [entry.as_row() for entry in self.flagged],
            "changed": [change.as_row() for change in self.changes],
        }

    def lines(self) -> list[str]:
        """The report as sentences: counts first, then every row that needs a person."""
        counts = self.counts()
        found = [
            gettext(
                "%(rows)d rows: %(created)d documents created, %(updated)d updated, %(unchanged)d unchanged, "
                "%(merged)d rows merged, %(incomplete)d documents incomplete, %(rejected)d rows rejected."
            )
            % counts,
            gettext("%(articles)d articles: %(articles_created)d created, %(articles_updated)d updated.") % counts,
        ]
        if self.kept:
            found.append(gettext("%(kept)d unchanged documents have a new statement of a source beside them.") % counts)
        if self.files:
            found.append(gettext("%(files)d files attached.") % counts)
        if self.proposed:
            found.append(gettext("%(proposed)d documents wait for confirmation in the library's admin.") % counts)
        for heading, entries in ((gettext("Rejected"), self.rejected), (gettext("Flagged"), self.flagged)):
            if entries:
                found.append(f"{heading}:")
                found += [
                    gettext("  line %(line)s, %(number)s: %(reason)s")
                    % {
                        "line": entry.cell or entry.place,
                        "number": entry.number or "–",
                        "reason": sentence(entry.problem),
                    }
                    for entry in sorted(entries, key=lambda entry: entry.place[::-1])
                ]
                if entries.total > len(entries):
                    found.append(gettext("  … and %(more)d more.") % {"more": entries.total - len(entries)})
        if self.changes:
            found.append(gettext("Changed") + ":")
            found += [
                f"  {change.place}, {change.number}: {change.label}: {change.before or '–'} → {change.after}"
                for change in self.changes
                if change.field
            ]
        return found
