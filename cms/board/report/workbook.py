"""The report as a workbook: one sheet per table, charts that stay linked to their numbers."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from cms.board.report.figures import ReportFigures
from cms.board.report.tables import ReportChart, ReportTable, build_charts, build_tables
from cms.core.office_files.cells import escape_formula


def report_to_workbook(found: ReportFigures) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(build_tables(found), start=1):
        _fill_sheet(book.create_sheet(_sheet_name(f"{number}. {table.title}")), table)
    for chart in build_charts(found):
        _add_chart_sheet(book.create_sheet(_sheet_name(chart.title)), chart)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(text: str) -> str:
    """A plan's title may hold what names of sheets may not."""
    return INVALID_TITLE_REGEX.sub(" ", text)[:31].strip()


def _fill_sheet(sheet, table: ReportTable) -> None:
    sheet.append([table.title])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append(table.headings)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for row in table.rows:
        sheet.append([escape_formula(value) if isinstance(value, str) else value for value in row])
    sheet.freeze_panes = "A3"
    for number, heading in enumerate(table.headings, start=1):
        widest = max([len(heading), *(len(str(row[number - 1])) for row in table.rows)], default=8)
        sheet.column_dimensions[get_column_letter(number)].width = min(50, widest + 2)


def _add_chart_sheet(sheet, chart: ReportChart) -> None:
    for label, value in zip(chart.labels, chart.values, strict=True):
        sheet.append([label, value])
    drawn = BarChart()
    drawn.title, drawn.legend = chart.title, None
    rows = len(chart.labels)
    if rows:
        drawn.add_data(Reference(sheet, min_col=2, min_row=1, max_row=rows))
        drawn.set_categories(Reference(sheet, min_col=1, min_row=1, max_row=rows))
    sheet.add_chart(drawn, "D2")
