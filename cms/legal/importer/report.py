"""What an import did, row by row, for people and for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.legal.importer.records import Place, Problem
from cms.legal.models import LegalDocument

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
    "merged": _("Same document as line %(line)s; the rows were merged."),
}


def sentence(problem: Problem) -> str:
    """The reason in the reader's language."""
    values = dict(problem.values)
    if problem.code == "missing":
        labels = dict(LegalDocument.Missing.choices)
        values["fields"] = ", ".join(str(labels.get(name, name)) for name in values["fields"].split(","))
    return str(REASONS[problem.code]) % values


@dataclass(frozen=True)
class Entry:
    place: Place
    number: str
    problem: Problem

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.place.file,
            "line": self.place.line,
            "number": self.number,
            "code": self.problem.code,
            "reason": sentence(self.problem),
        }


COUNTS = (
    "rows", "created", "updated", "unchanged", "merged", "articles", "articles_created", "articles_updated", "incomplete",
)  # fmt: skip


@dataclass
class Report:
    """Counts are documents, ``rows`` are lines of the file and ``articles`` their provisions.

    ``rejected`` rows changed nothing; ``flagged`` ones came in but need a person.
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
    flagged: list[Entry] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)

    def flag(self, place: Place, number: str, problem: Problem) -> None:
        self.flagged.append(Entry(place, number, problem))

    def reject(self, place: Place, number: str, problem: Problem) -> None:
        self.rejected.append(Entry(place, number, problem))

    def absorb(self, other: Report) -> None:
        """Add what a part of the work did. A new body is told once, however many batches of a trial run meet it."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        told = {entry.problem for entry in self.flagged if entry.problem.code == "new_body"}
        self.flagged += [entry for entry in other.flagged if entry.problem not in told]
        self.rejected += other.rejected

    @property
    def came_to_nothing(self) -> bool:
        """Were there no rows, or were all of them rejected?"""
        return not (self.created or self.updated or self.unchanged)

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
        for heading, entries in ((gettext("Rejected"), self.rejected), (gettext("Flagged"), self.flagged)):
            if entries:
                found.append(f"{heading}:")
                found += [
                    gettext("  line %(line)s, %(number)s: %(reason)s")
                    % {"line": entry.place, "number": entry.number or "–", "reason": sentence(entry.problem)}
                    for entry in sorted(entries, key=lambda entry: entry.place[::-1])
                ]
        return found
