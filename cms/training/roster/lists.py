"""Who stands in the roster."""

from __future__ import annotations

import io
from collections.abc import Iterable

import openpyxl
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.office_files.cells import escape_formula
from cms.training.learning import hours
from cms.training.models import LawReporter


def filter_in_office(rows: QuerySet[LawReporter] | None = None) -> QuerySet[LawReporter]:
    today = timezone.localdate()
    rows = LawReporter.objects.all() if rows is None else rows
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=today), decided_on__lte=today).exclude(removed_on__lte=today)


def published_reporters(school_id: int | None) -> QuerySet[LawReporter]:
    """On a school's site its own; on the office's those of all."""
    rows = filter_in_office().filter(shown=True).select_related("school").prefetch_related("fields")
    return rows if school_id is None else rows.filter(school=school_id)


def build_roster_workbook(rows: Iterable[LawReporter], year: int) -> bytes:
    rows = list(rows)
    sums = hours.hours_by_person([row.user_id for row in rows if row.user_id], year)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        [
            _("Kind"), _("Full name"), _("Position and place of work"), _("School"), _("Fields of law"),
            _("Decision"), _("Date of the decision"), _("Decided by"), _("Term ends"), _("State"),
            _("Hours of training in %s") % year,
        ]
    )  # fmt: skip
    for row in rows:
        sheet.append(
            [
                row.get_kind_display(), escape_formula(row.name), escape_formula(row.position),
                escape_formula(str(row.school or "")),
                escape_formula(", ".join(field.name for field in row.fields.all())),
                escape_formula(row.decision_number),
                row.decided_on, escape_formula(row.decided_by), row.ends_on, str(row.state),
                sums.get(row.user_id) if row.user_id else None,
            ]
        )  # fmt: skip
    for number, width in enumerate((30, 28, 34, 30, 34, 20, 14, 26, 14, 14, 16)):
        sheet.column_dimensions["ABCDEFGHIJK"[number]].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
