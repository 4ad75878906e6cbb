"""The board as files: CSV (UTF-8 with a mark, as spreadsheets expect) and XLSX."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from cms.board.admin_views.board_table import BoardCell, board_headings, build_board_table
from cms.board.measuring.board_rows import Board
from cms.board.measuring.traffic_lights import Light
from cms.core.office_files.cells import escape_formula

LIGHT_FILLS = {
    Light.GREEN: PatternFill("solid", start_color="DCEFE3"),
    Light.AMBER: PatternFill("solid", start_color="FCEBD0"),
    Light.RED: PatternFill("solid", start_color="FBE3E0"),
}


def escape_cell(cell: BoardCell) -> str:
    """Numbers with a sign of our own are no formulas."""
    return cell.text if cell.number is not None else escape_formula(cell.text)


def board_to_csv(board: Board) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(board_headings())
    writer.writerows([escape_cell(cell) for cell in row] for row in build_board_table(board))
    return out.getvalue().encode("utf-8-sig")


def board_to_xlsx(board: Board, title: str) -> bytes:
    book = Workbook()
    write_sheet(book.active, board, title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_sheet(sheet, board: Board, title: str) -> None:
    """Every cell is the text of the screen, in the colour of its light."""
    sheet.title = title[:31]
    sheet.append(board_headings())
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(build_board_table(board), start=2):
        for column, cell in enumerate(row, start=1):
            written = sheet.cell(number, column, escape_cell(cell))
            written.data_type = "s"
            if cell.light in LIGHT_FILLS:
                written.fill = LIGHT_FILLS[cell.light]
    sheet.freeze_panes = "C2"
    for number, text in enumerate(board_headings(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 40 if number == 2 else max(10, len(text) + 2)
