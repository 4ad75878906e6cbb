"""Drafts of files become questions of a place, and questions become drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cms.contests.bank import duplicates, questions
from cms.contests.exchange import gift, moodle_xml, workbook
from cms.contests.exchange.drafts import DraftProblem, FileRefused, QuestionDraft, ReadResult
from cms.contests.models import BankQuestion
from cms.core.text import fold_diacritics
from cms.legal.models import LegalField
from cms.tenancy.models import School

READERS = {
    ".xlsx": workbook.read_workbook,
    ".gift": gift.read_gift,
    ".txt": gift.read_gift,
    ".xml": moodle_xml.read_moodle_xml,
}


@dataclass
class ImportReport:
    """``made``: numbers of the new questions; ``duplicates``: places in the file whose text is in the bank already;
    ``unknown_law``: place → words that mean no document of the library."""

    made: list[int] = field(default_factory=list)
    doubles: list[int] = field(default_factory=list)
    problems: list[DraftProblem] = field(default_factory=list)
    unknown_law: dict[int, list[str]] = field(default_factory=dict)


def read_question_file(name: str, data: bytes) -> ReadResult:
    """By the ending of the file's name. Raises ``FileRefused``."""
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in READERS:
        raise FileRefused("ending")
    return READERS[ending](data)


def import_drafts(found: ReadResult, school_id: int | None, by: Any) -> ImportReport:
    """New questions as drafts of the place; what is there already is left out."""
    report = ImportReport(problems=list(found.problems))
    fields = {fold_diacritics(row.name): row for row in LegalField.objects.all()}
    there = set(questions.readable_questions(school_id).values_list("fingerprint", flat=True))
    for draft in found.drafts:
        mark = duplicates.compute_fingerprint(draft.text)
        if mark in there:
            report.doubles.append(draft.place)
            continue
        there.add(mark)
        row = BankQuestion(
            school_id=school_id, kind=draft.kind, text=draft.text, explanation=draft.explanation[:4000],
            law=draft.law[:1000], field=fields.get(fold_diacritics(draft.field)), difficulty=draft.difficulty,
            created_by=by,
            level=draft.level if draft.level in School.Level.values else "",
        )  # fmt: skip
        if words := questions.save_question(row, draft.lines):
            report.unknown_law[draft.place] = words
        report.made.append(row.pk)
    return report


def build_drafts(rows: Iterable[BankQuestion]) -> Iterator[QuestionDraft]:
    for place, row in enumerate(rows, start=1):
        yield QuestionDraft(
            kind=row.kind, text=row.text, lines=tuple(row.rule.write(row.content)), explanation=row.explanation,
            law=row.law, field=row.field.name if row.field else "", level=row.level, difficulty=row.difficulty,
            place=place,
        )  # fmt: skip
