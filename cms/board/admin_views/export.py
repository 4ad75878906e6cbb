"""The board as files: CSV (UTF-8 with a mark, as spreadsheets expect) and XLSX."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from cms.board.admin_views.board_table import Cell, headings, table
from cms.board.measuring.board_rows import Board
from cms.board.measuring.traffic_lights import Light
from cms.core.office_files.cells import escape_formula

FILLS = {
    Light.GREEN: PatternFill("solid", start_color="DCEFE3"),
    Light.AMBER: PatternFill("solid", start_color="FCEBD0"),
    Light.RED: PatternFill("solid", start_color="FBE3E0"),
}


def safe(cell: Cell) -> str:
    """Numbers with a sign of our own are no formulas."""
    return cell.text if cell.number is not None else escape_formula(cell.text)


def to_csv(board: Board) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    writer.writerows([safe(cell) for cell in row] for row in table(board))
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(board: Board, title: str) -> bytes:
    book = Workbook()
    fill_sheet(book.active, board, title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_sheet(sheet, board: Board, title: str) -> None:
    """Every cell is the text of the screen, in the colour of its light."""
    sheet.title = title[:31]
    sheet.append(headings())
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(table(board), start=2):
        for column, cell in enumerate(row, start=1):
            written = sheet.cell(number, column, safe(cell))
            written.data_type = "s"
            if cell.light in FILLS:
                written.fill = FILLS[cell.light]
    sheet.freeze_panes = "C2"
    for number, text in enumerate(headings(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 40 if number == 2 else max(10, len(text) + 2)
