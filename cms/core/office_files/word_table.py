"""Writes tables into Word files: a heading on each page, thousands of rows in a second."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, Pt


def add_table(
    document: Any, headings: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] = ()
) -> Any:
    """Adds a table and returns it. ``widths``: of the columns, in millimetres."""
    drawn = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, heading in zip(drawn.rows[0].cells, headings, strict=True):
        _make_cell(cell, heading, True)
    _repeat_heading(drawn.rows[0])
    rows = list(rows)
    if rows:
        for cell in drawn.add_row().cells:
            _make_cell(cell, "x", False)
    for row in drawn.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = Mm(width)
    if rows:
        _add_rows(drawn.rows[1]._tr, rows)
    return drawn


def _add_rows(first: Any, rows: list[Sequence[object]]) -> None:
    """Fills in ``first``, a row with one text run per cell, and adds copies of it for the other rows: thousands of
    rows take a second."""
    others = [deepcopy(first) for _row in rows[1:]]
    for row, values in zip([first, *others], rows, strict=True):
        for text, value in zip(row.iter(qn("w:t")), values, strict=True):
            text.text = remove_control_characters(str(value))
    for row in reversed(others):
        first.addnext(row)


def to_bytes(document: Any) -> bytes:
    """Returns the file; the same document gives the same bytes at any time."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w") as file:
        for name in parts.namelist():
            file.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def remove_control_characters(text: str) -> str:
    """Removes control characters, which XML does not allow, and joins the lines of a cell."""
    return "".join(char for char in " ".join(text.split("\n")) if char >= " ")


def _make_cell(cell: Any, text: str, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(11)
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _repeat_heading(row: Any) -> None:
    """Repeats the first row at the top of every page of the table."""
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
