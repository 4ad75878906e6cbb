"""What an import did, row by row, for people and for machines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.text import collapse_whitespace
from cms.legal.importer.exchange import CHOICES, FLAGS
from cms.legal.importer.problem_messages import REASONS
from cms.legal.importer.records import FileLine, ImportProblem
from cms.legal.importer.tables.columns import COLUMNS
from cms.legal.models import LegalDocument
from cms.legal.sources.messages import TEXT_DOUBTS


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
