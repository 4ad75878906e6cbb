"""Class lists: a school writes down who takes part, each gets a code on a slip of paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.contests.models import Contest, Entrant
from cms.contests.organising import log
from cms.core import human_codes
from cms.core.office_files.cells import escape_formula
from cms.core.text import collapse_whitespace

MAX_LINES = 5_000


def parse_class_list(text: str, class_name: str) -> list[tuple[str, str]]:
    """(class, name) of each line, "9A; Nguyễn Văn An" or the name alone.

    >>> parse_class_list("Nguyễn An\\n9B; Lê Bình\\n\\n", "9A")
    [('9A', 'Nguyễn An'), ('9B', 'Lê Bình')]
    """
    found = []
    for line in text.splitlines()[:MAX_LINES]:
        first, sign, second = line.replace("\t", ";").partition(";")
        group, name = (first, second) if sign else (class_name, first)
        if collapse_whitespace(name):
            found.append((collapse_whitespace(group)[:40] or class_name, collapse_whitespace(name)[:120]))
    return found


@transaction.atomic
def add_entrants(contest: Contest, school_id: int | None, people: Sequence[tuple[str, str]], by: Any) -> int:
    """Those that the list does not have yet; how many."""
    there = set(listed_entrants(contest, school_id).values_list("class_name", "name"))
    rows = [
        Entrant(
            contest=contest, school_id=school_id, represents_id=school_id, class_name=group, name=name,
            code=human_codes.generate_code(), listed=True,
        )
        for group, name in dict.fromkeys(people) if (group, name) not in there
    ]  # fmt: skip
    Entrant.objects.bulk_create(rows, batch_size=500)
    if rows:
        log.write_event(contest, "listed", by, school=school_id, added=len(rows))
    return len(rows)


def listed_entrants(contest: Contest, school_id: int | None):
    return Entrant.objects.filter(contest=contest, school=school_id, listed=True)


@transaction.atomic
def remove_entrant(contest: Contest, school_id: int | None, pk: int) -> bool:
    """One who has not begun."""
    return bool(listed_entrants(contest, school_id).filter(pk=pk, attempts=None).delete()[0])


def build_code_slips(rows: Iterable[Entrant]) -> bytes:
    """A workbook with the codes, to print and cut."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([pgettext("of a pupil", "Class"), _("Name"), _("Code")])
    for row in rows:
        sheet.append(
            [escape_formula(row.class_name), escape_formula(row.name), human_codes.format_code(row.code or "")]
        )
    for letter, width in zip("ABC", (12, 36, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
