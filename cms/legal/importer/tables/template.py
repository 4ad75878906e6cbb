"""The table to fill in: headings, and in a workbook a sheet that explains each column with an example."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cms.core.office_files.cells import escape_formula
from cms.legal.importer.tables.columns import COLUMNS

_WIDTHS = {"title": 60, "issuer": 32, "number": 22, "summary": 40, "source_url": 32}
_TEXT = "@"  # or the table program turns "1/2024" into a day, and the day into a month


def csv_template() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([column.heading for column in COLUMNS])
    return ("\ufeff" + out.getvalue()).encode()


def xlsx_template() -> bytes:
    book = Workbook()
    _to_fill(book.active)
    _explained(book.create_sheet(_("Columns")))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _to_fill(sheet: Worksheet) -> None:
    sheet.title = "Văn bản"
    sheet.freeze_panes = "B2"
    for place, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, place, column.heading)
        cell.font = Font(bold=True)
        found = sheet.column_dimensions[get_column_letter(place)]
        found.width, found.number_format = _WIDTHS.get(column.name, 18), _TEXT


def _explained(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_("Heading"), _("What stands there"), _("Needed"), _("Example"), _("Also read as")])
    for column in COLUMNS:
        needed = _("yes") if column.needed else ""
        words = [
            column.heading,
            str(column.meaning),
            needed,
            escape_formula(column.example),
            ", ".join(column.spellings),
        ]
        sheet.append(words)
    for letter, width in zip("ABCDE", (24, 60, 10, 36, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for number, row in enumerate(sheet.iter_rows(), 1):
        for cell in row:
            cell.data_type = "s"
            cell.number_format = _TEXT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)


TEMPLATES = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_template),
    "csv": ("text/csv; charset=utf-8", csv_template),
}
