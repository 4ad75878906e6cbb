"""XLSX read piece by piece: the first sheet's rows with their dates, results of formulas and merged cells, in memory
that does not grow with the sheet. A library that builds trees of it would take gigabytes for a few packed bytes. Pure:
no database."""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from cms.legal.importer.records import ImportFileError
from cms.legal.importer.tables.columns import MAX_COLUMNS, column_letter
from cms.legal.importer.tables.lines import NO_VALUE, ORIGIN, TableRow, day_of
from cms.legal.importer.tables.zip_limits import check_workbook

MAX_CELL = 1_000_000  # letters; the program itself writes 32,767
MAX_STRINGS = 64 * 1024 * 1024  # letters of all texts of a workbook
MAX_TEXTS, MAX_STYLES, MAX_MERGES = 2_000_000, 100_000, 100_000
MAX_PART = 16 * 1024 * 1024  # bytes of the parts that say how the sheets are made
#: A tag longer than this is read again from its beginning with every piece.
MAX_TAG = 1024 * 1024
MAX_DEPTH = 100  # of elements; each open one takes memory
_PIECE = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_OTHER_ORIGIN = datetime.date(1904, 1, 1)


def workbook_rows(path: Path) -> Iterator[TableRow]:
    try:
        check_workbook(path)
        with zipfile.ZipFile(path) as archive:
            yield from _rows(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        expat.ExpatError,
    ) as error:
        raise ImportFileError("not_workbook") from error


def _rows(archive: zipfile.ZipFile) -> Iterator[TableRow]:
    parts, origin = _parts(archive)
    strings = _Strings().read(archive, parts.get("sharedStrings", ""))
    dates = _Styles().read(archive, parts.get("styles", ""))
    with archive.open(parts["worksheet"]) as stream:
        merges = _merges(stream)
    sheet = _Sheet(strings, dates, origin, merges)
    with archive.open(parts["worksheet"]) as stream:
        for _piece in sheet.pieces(stream):
            yield from sheet.done
            sheet.done.clear()


class _Part:
    """A part of a workbook, by its elements; ``MAX_PART`` bytes at most unless a subclass says otherwise."""

    limit = MAX_PART

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._opened
        self.parser.EndElementHandler = self._closed
        self._depth = 0
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self._refused  # entities can unpack to anything

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ImportFileError("not_workbook")
        self.start(name.rpartition(":")[2], attributes)

    def _closed(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...

    def _refused(self, *args: Any) -> None:
        raise ImportFileError("not_workbook")

    def pieces(self, stream: Any) -> Iterator[None]:
        fed = 0
        while piece := stream.read(_PIECE):
            fed += len(piece)
            if fed > self.limit:
                raise ImportFileError("zip_bomb", name=str(getattr(stream, "name", ""))[:80])
            self.parser.Parse(piece, False)
            if fed - self.parser.CurrentByteIndex > MAX_TAG:
                raise ImportFileError("not_workbook")
            yield
        self.parser.Parse(b"", True)
        yield

    def whole(self, archive: zipfile.ZipFile, name: str) -> bool:
        """False where the workbook has no such part."""
        if name not in archive.NameToInfo:
            return False
        with archive.open(name) as stream:
            for _piece in self.pieces(stream):
                pass
        return True


class _Book(_Part):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.origin = ORIGIN

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and len(self.sheets) < 1000:
            self.sheets.append(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.origin = _OTHER_ORIGIN


class _Relations(_Part):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and len(self.targets) < 10_000:
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    def shared(self) -> Iterator[tuple[str, str]]:
        """What all sheets have in common."""
        return ((kind, target) for kind, target in self.targets.values() if kind in ("sharedStrings", "styles"))


def _parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], datetime.date]:
    """Kind of a part → its name, of the first sheet and of what belongs to all; and the day from which dates count."""
    main = _Relations()
    main.whole(archive, "_rels/.rels")
    name = next((target for kind, target in main.targets.values() if kind == "officeDocument"), "xl/workbook.xml")
    folder, file = posixpath.split(name.lstrip("/"))
    book, relations = _Book(), _Relations()
    if not book.whole(archive, f"{folder}/{file}"):
        raise ImportFileError("not_workbook")
    relations.whole(archive, f"{folder}/_rels/{file}.rels")
    found = {
        kind: target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        for kind, target in reversed(
            [relations.targets.get(sheet, ("", "")) for sheet in book.sheets] + list(relations.shared())
        )
    }
    if "worksheet" not in found:
        raise ImportFileError("empty_table")
    return found, book.origin


class _Strings(_Part):
    """The texts that cells name by their place."""

    def __init__(self) -> None:
        super().__init__()
        self.limit = 4 * MAX_STRINGS
        self.found: list[str] = []
        self._parts: list[str] = []
        self._reads = self._above = False
        self._letters = 0

    def read(self, archive: zipfile.ZipFile, name: str) -> list[str]:
        self.whole(archive, name)
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._reads = name == "t" and not self._above
        if name == "rPh":  # how a word is spoken
            self._above = True

    def end(self, name: str) -> None:
        self._reads = False
        if name == "rPh":
            self._above = False
        elif name == "si":
            self.found.append("".join(self._parts))
            self._parts.clear()
            if len(self.found) > MAX_TEXTS:
                raise ImportFileError("too_much_text")

    def text(self, text: str) -> None:
        if self._reads:
            self._letters += len(text)
            if self._letters > MAX_STRINGS:
                raise ImportFileError("too_much_text")
            self._parts.append(text)


class _Styles(_Part):
    """Which formats of cells are dates."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        self._cells: list[str] = []
        self._inside = False

    def read(self, archive: zipfile.ZipFile, name: str) -> list[bool]:
        self.whole(archive, name)
        dated = {number: bool(is_date_format(code)) for number, code in self._formats.items()}
        return [dated.get(number, False) for number in self._cells]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if max(len(self._formats), len(self._cells)) > MAX_STYLES:
            raise ImportFileError("not_workbook")
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._cells.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


def _merges(stream: BinaryIO | Any) -> dict[int, list[tuple[int, int]]]:
    """First row → (column, last row) of what is merged over several rows; stands below the rows in the file."""
    found: dict[int, list[tuple[int, int]]] = {}
    number, rest = 0, b""
    while piece := stream.read(_PIECE * 4):
        whole = rest + piece
        end = 0
        if b"mergeCell" in whole:
            for match in _MERGE.finditer(whole):
                end = match.end()
                (column, row), (_column, last) = (_place(words.decode()) for words in match.groups())
                number += 1
                if last > row and number <= MAX_MERGES:
                    found.setdefault(row, []).append((column, last))
        rest = whole[max(end, len(whole) - 200) :]
    return found


def _place(reference: str) -> tuple[int, int]:
    """ "B7" → (1, 7); (-1, 0) for what is no place."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return -1, 0
    column = 0
    for sign in match[1]:
        column = column * 26 + ord(sign) - 64
    return column - 1, int(match[2])


class _Sheet(_Part):
    """``done`` are the rows that have been read and not been taken."""

    def __init__(self, strings: list[str], dates: list[bool], origin: datetime.date, merges: dict):
        super().__init__()
        self.limit = 1 << 40  # its size was looked at: it is read piece by piece
        self.done: list[TableRow] = []
        self._strings, self._dates, self._origin, self._merges = strings, dates, origin, merges
        self._filled: dict[int, tuple[int, Any]] = {}  # column → the last row that its value is merged into
        self._number = 0
        self._cells: dict[int, Any] = {}
        self._column, self._kind, self._style = -1, "n", 0
        self._parts: list[str] = []
        self._letters, self._reads, self._formula = 0, False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._reads = name in ("v", "t")
        if name == "c":
            column = _place(attributes.get("r", ""))[0]
            self._column = column if column >= 0 else self._column + 1
            self._kind, style = attributes.get("t", "n"), attributes.get("s", "0")
            self._style = int(style) if style.isdecimal() and len(style) < 8 else 0
            self._formula, self._letters = False, 0
            self._parts.clear()
        elif name == "f":
            self._formula = True
        elif name == "row":
            told = attributes.get("r", "")
            number = int(told) if told.isdecimal() and len(told) < 8 else 0
            self._number = number if number > self._number else self._number + 1
            self._cells, self._column = {}, -1

    def text(self, text: str) -> None:
        if self._reads:
            self._letters += len(text)
            if self._letters > MAX_CELL:
                raise ImportFileError("cell_too_long", cell=f"{column_letter(max(self._column, 0))}{self._number}")
            self._parts.append(text)

    def end(self, name: str) -> None:
        self._reads = False
        if name == "c":
            value = self._value("".join(self._parts))
            if value not in (None, "") and 0 <= self._column < 16_384:
                self._cells[self._column] = value
        elif name == "row":
            self._merge()
            width = max(self._cells, default=-1) + 1
            if width > 10 * MAX_COLUMNS:  # one cell far to the right must not make a thousand rows of empty ones
                self._cells = {column: value for column, value in self._cells.items() if column <= 10 * MAX_COLUMNS}
                width = 10 * MAX_COLUMNS + 1
            self.done.append(TableRow(self._number, [self._cells.get(column) for column in range(width)]))

    def _merge(self) -> None:
        """What is merged over rows stands in each of them; over columns, in the first."""
        for column, last in self._merges.get(self._number, ()):
            self._filled[column] = (last, self._cells.get(column))
        for column, (last, value) in list(self._filled.items()):
            if last < self._number:
                del self._filled[column]
            elif value is not None:
                self._cells.setdefault(column, value)

    def _value(self, text: str) -> Any:
        if not text and self._formula:
            return NO_VALUE
        if self._kind == "s":
            place = int(text) if text.isdecimal() and len(text) < 10 else -1
            return self._strings[place] if 0 <= place < len(self._strings) else ""
        if self._kind == "b":
            return "x" if text.strip() == "1" else ""
        return self._number_of(text) if self._kind == "n" else text

    def _number_of(self, text: str) -> Any:
        text = text.strip()
        if not text:
            return None
        try:
            value: float | int = int(text) if text.lstrip("-").isdecimal() and len(text) < 20 else float(text)
        except ValueError:
            return text
        if self._style < len(self._dates) and self._dates[self._style]:
            return day_of(value, self._origin) or value
        if self._origin != ORIGIN:  # in a column of dates it would be read as the other day
            return text
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
