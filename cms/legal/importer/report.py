"""What an import did, row by row, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.legal.importer.records import FileLine, ImportProblem
from cms.legal.models import LegalDocument
from cms.legal.sources.words import TEXT_DOUBTS

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
    "bad_date": _("“%(field)s” is not a date: %(value)s"),
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
    "two_dates": _("The source gives two dates of issue, %(chosen)s (taken) and %(other)s; please check."),
    "no_page": _("The source has no page for this document."),
    "translation": _("The row holds a translation (%(language)s); the library keeps the Vietnamese text."),
    "no_text": _("The row has no text; only what is known of the document came in."),
    "other_number": _("The text carries another number, %(other)s; please check which document it is."),
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


#: What became of a file whose text was wanted (states of ``importer.sources``).
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


def words_of_state(state: str) -> str | Promise:
    return STATES[state]


def sentence(problem: ImportProblem) -> str:
    """The reason in the reader's language."""
    values = dict(problem.values)
    if problem.code == "missing":
        labels = dict(LegalDocument.Missing.choices)
        values["fields"] = ", ".join(str(labels.get(name, name)) for name in values["fields"].split(","))
    if problem.code == "text_held":
        values["reasons"] = ", ".join(str(TEXT_DOUBTS[code]) for code in values["reasons"].split(","))
    return str(REASONS[problem.code]) % values


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
    def reason(self) -> str:
        return sentence(self.problem)

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.place.file,
            "line": self.place.line,
            "number": self.number,
            "code": self.problem.code,
            "reason": sentence(self.problem),
        }


KEPT = 5_000
COUNTS = (
    "rows", "created", "updated", "unchanged", "merged", "articles", "articles_created", "articles_updated",
    "incomplete", "files", "proposed", "kept",
)  # fmt: skip


@dataclass
class ImportReport:
    """Counts are documents, ``rows`` are lines of the file and ``articles`` their provisions.

    ``rejected`` rows changed nothing; ``flagged`` ones came in but need a person. ``kept``: unchanged documents of which
    a source says something new that stands beside what is shown.
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
    flagged: list[ReportEntry] = field(default_factory=list)
    rejected: list[ReportEntry] = field(default_factory=list)

    def flag(self, place: FileLine, number: str, problem: ImportProblem) -> None:
        self.flagged.append(ReportEntry(place, number, problem))

    def reject(self, place: FileLine, number: str, problem: ImportProblem) -> None:
        self.rejected.append(ReportEntry(place, number, problem))

    def absorb(self, other: ImportReport) -> None:
        """Add what a part of the work did. A new body is told once, however many batches of a trial run meet it."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        told = {entry.problem for entry in self.flagged if entry.problem.code == "new_body"}
        self.flagged += [entry for entry in other.flagged if entry.problem not in told]
        self.rejected += other.rejected

    @property
    def came_to_nothing(self) -> bool:
        """Were there no rows, or were all of them rejected?"""
        return not (self.created or self.updated or self.unchanged or self.proposed)

    def counts(self) -> dict[str, int]:
        return {
            **{name: getattr(self, name) for name in COUNTS},
            "flagged": len(self.flagged),
            "rejected": len(self.rejected),
        }

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.counts(),
            "flags": [entry.as_dict() for entry in self.flagged],
            "rejections": [entry.as_dict() for entry in self.rejected],
        }

    def as_plain(self) -> dict[str, Any]:
        """For keeping: codes and values, no sentences; at most ``KEPT`` rows of either kind."""
        kinds = (("rejected", self.rejected), ("flagged", self.flagged))
        rows = {name: [entry.as_row() for entry in entries[:KEPT]] for name, entries in kinds}
        return {"counts": self.counts(), **rows}

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
                    % {"line": entry.place, "number": entry.number or "–", "reason": sentence(entry.problem)}
                    for entry in sorted(entries, key=lambda entry: entry.place[::-1])
                ]
        return found
