"""The board as cells: what the screen shows, the CSV writes and the XLSX holds are the same texts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from cms.board.admin_views import labels
from cms.board.indicators import board_indicators
from cms.board.measuring.board_rows import Board, SchoolResults
from cms.board.measuring.traffic_lights import Light


@dataclass(frozen=True)
class BoardCell:
    """``number`` where the text is one, for columns that can be added up."""

    text: str
    number: float | None = None
    light: Light | None = None


def board_headings() -> list[str]:
    fixed = [
        gettext("Code"), gettext("School"), gettext("Commune or ward"), gettext("Level"), gettext("Grade"),
        gettext("Points"), gettext("Change in 6 months"),
    ]  # fmt: skip
    return fixed + [str(one.heading) for one in board_indicators()]


def format_signed(number: int | None) -> str:
    """With a sign, a real minus: ``+3``, ``−18``, ``0``; empty when not known."""
    if number is None:
        return ""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def build_cells(row: SchoolResults) -> list[BoardCell]:
    school = row.school
    points = "–" if row.score is None else str(row.score)
    fixed = [
        BoardCell(school.code), BoardCell(school.name), BoardCell(school.commune), BoardCell(school.level),
        BoardCell(str(labels.GRADE_LABELS[row.grade]), light=row.grade), BoardCell(points, row.score),
        BoardCell(format_signed(row.change), row.change),
    ]  # fmt: skip
    return fixed + [BoardCell(mark.text, mark.value, mark.light) for mark in row.marks]


def build_board_table(board: Board) -> list[list[BoardCell]]:
    return [build_cells(row) for row in board.rows]
