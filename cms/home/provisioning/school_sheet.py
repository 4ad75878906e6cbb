"""Tables of schools from .csv and .xlsx files: read → rows with line numbers. Pure (no Django).

Headers may be Vietnamese or English, marked or not, in any order; ``HEADERS`` is the list.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.core.text import collapse_whitespace, fold_diacritics

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 20_000
MAX_CELL_LENGTH = 1_000
MAX_QUOTED_LENGTH = 100_000  # characters: a longer cell is the rest of the file behind an open quote

#: Column → headers that name it (folded). The first is the documented English one, the second the Vietnamese.
HEADERS = {
    "code": ("code", "ma truong", "ma", "moet code", "school code", "ma so"),
    "name": ("name", "ten truong", "ten", "school name", "truong"),
    "short_name": ("short name", "ten ngan", "ten viet tat"),
    "level": ("level", "cap hoc", "cap"),
    "ownership": ("ownership", "loai hinh", "cong lap tu thuc"),
    "address": ("address", "dia chi"),
    "commune": ("commune", "xa phuong", "xa", "phuong", "phuong xa", "ward"),
    "district": ("district", "quan huyen", "huyen", "quan", "district inferred"),
    "province": ("province", "tinh thanh pho", "tinh", "tinh thanh", "thanh pho"),
    "authority": ("authority", "co quan quan ly", "don vi quan ly", "department", "governing authority"),
    "since": ("since", "truc thuoc tu ngay", "tu ngay", "valid from"),
    "host_label": ("host", "ten mien", "host label"),
}
_COLUMNS_BY_HEADER = {header: column for column, headers in HEADERS.items() for header in headers}


class SheetError(ValueError):
    """The file as a whole cannot be read; ``code`` is a key of ``messages.FILE_ERROR_MESSAGES``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class SheetRow:
    """One line: number as a person counts it (header = 1) and cells by column name, tidied."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class SchoolSheet:
    rows: tuple[SheetRow, ...]
    unknown_headers: tuple[str, ...]


def read_sheet(path: str | Path) -> SchoolSheet:
    """Rows of the file that hold anything at all. Raises ``SheetError``."""
    path = Path(path)
    if not path.is_file():
        raise SheetError("missing", path=str(path))
    size = path.stat().st_size
    if size == 0:
        raise SheetError("empty")
    if size > MAX_BYTES:
        raise SheetError("too_large", limit=MAX_BYTES // 2**20)
    kind = path.suffix.lower()
    if kind == ".csv":
        return _build_sheet(_read_csv_lines(path.read_bytes()))
    if kind == ".xlsx":
        return _build_sheet(_read_xlsx_lines(path))
    raise SheetError("kind", suffix=path.suffix or path.name)


def find_column(header: str) -> str | None:
    """
    >>> find_column("Mã trường"), find_column("Xã/phường"), find_column("Ghi chú")
    ('code', 'commune', None)
    """
    words = " ".join("".join(c if c.isalnum() else " " for c in fold_diacritics(collapse_whitespace(header))).split())
    return _COLUMNS_BY_HEADER.get(words)


def _decode_csv(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise SheetError("encoding") from None
    if b"\x00" in data or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise SheetError("binary")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError("encoding") from None


def _read_csv_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode_csv(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    end = 0
    try:
        for cells in reader:
            if any(len(cell) > MAX_QUOTED_LENGTH for cell in cells):
                raise SheetError("broken_csv", line=end + 1)
            yield end + 1, cells
            end = reader.line_num
    except csv.Error:
        raise SheetError("broken_csv", line=end + 1) from None


def _read_xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise SheetError("too_large", limit=MAX_UNPACKED_BYTES // 2**20)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except SheetError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise SheetError("broken_xlsx") from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # declared dimensions may be wrong, or millions of rows
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_xlsx_cell_text(cell) for cell in cells]
    except (IndexError, AttributeError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SheetError("broken_xlsx") from error
    finally:
        book.close()


def _xlsx_cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # codes typed as numbers
    if hasattr(cell, "date"):
        return cell.date().isoformat()
    return str(cell)


def _build_sheet(lines: Iterator[tuple[int, list[str]]]) -> SchoolSheet:
    columns: list[str | None] = []
    unknown: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = [find_column(cell) for cell in cells]
            unknown = tuple(
                collapse_whitespace(cell)
                for cell, column in zip(cells, columns, strict=True)
                if not column and cell.strip()
            )
            _check_header(columns)
            continue
        if len(rows) >= MAX_ROWS:
            raise SheetError("too_many_rows", limit=MAX_ROWS)
        rows.append(SheetRow(number, _map_cells(columns, cells)))
    if not columns:
        raise SheetError("empty")
    if not rows:
        raise SheetError("no_rows")
    return SchoolSheet(tuple(rows), unknown)


def _check_header(columns: list[str | None]) -> None:
    named = [column for column in columns if column]
    if "name" not in named:
        raise SheetError("no_name_column")
    twice = {column for column in named if named.count(column) > 1}
    if twice:
        raise SheetError("column_twice", column=", ".join(sorted(twice)))


def _map_cells(columns: list[str | None], cells: list[str]) -> dict[str, str]:
    return {
        column: collapse_whitespace(cell[:MAX_CELL_LENGTH])
        for column, cell in zip(columns, cells, strict=False)
        if column and cell.strip()
    }
