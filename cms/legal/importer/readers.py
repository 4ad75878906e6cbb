"""Rows of files, one at a time: JSON lines and CSV, plain or compressed, and workbooks."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cms.core.office_files.cells import plain
from cms.legal.importer.records import FileLine, ImportFileError, ImportProblem
from cms.legal.importer.zip_limits import check_workbook

MAX_UNPACKED = 4 * 1024 * 1024 * 1024  # bytes of one file of rows
#: A longer line is no row of a document: the longest of the codification has 0.4 MB, a code with all articles 2 MB.
MAX_LINE = 32 * 1024 * 1024
csv.field_size_limit(MAX_LINE)  # of the process: a cell may hold a whole text; who wants less says so where it reads


@dataclass(frozen=True)
class ParsedLine:
    """``value`` is the parsed object; None with ``problem`` set where the line is no row."""

    place: FileLine
    value: Any = None
    problem: ImportProblem | None = None


_PACKED: dict[str, Callable] = {".xz": lzma.open, ".gz": gzip.open, ".bz2": bz2.open}
_BROKEN = (
    OSError, EOFError, lzma.LZMAError, ValueError, csv.Error,
    zipfile.BadZipFile, KeyError, SyntaxError, InvalidFileException,
    # what openpyxl raises; its XML errors are SyntaxErrors
)  # fmt: skip


def kind_of(path: Path) -> str:
    """ "rows.jsonl.xz" → ".jsonl"."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix not in _PACKED), "")


def open_bytes(path: Path) -> BinaryIO:
    packed = _PACKED.get(path.suffix.lower())
    return io.BufferedReader(_Bounded(packed(path, "rb")), 1 << 16) if packed else path.open("rb")


class _Bounded(io.RawIOBase):
    """A few packed bytes may unpack to any number of others."""

    def __init__(self, stream: BinaryIO):
        self._stream, self._left = stream, MAX_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._stream.read(len(buffer))
        self._left -= len(found)
        if self._left < 0:
            raise ImportFileError("too_large", limit=str(MAX_UNPACKED >> 30))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._stream.close()
        super().close()


def read_rows(path: Path, name: str = "") -> Iterator[ParsedLine]:
    """Rows of a file by the kind its name tells; ``name`` stands before line numbers where several files are read."""
    kind = kind_of(path)
    if kind not in READERS:
        raise ImportFileError("unknown_kind", kinds=", ".join(READERS))
    try:
        yield from READERS[kind](path, name)
    except ImportFileError:
        raise
    except _BROKEN as error:
        raise ImportFileError("unreadable", message=str(error)[:200]) from error


def json_lines(path: Path, name: str) -> Iterator[ParsedLine]:
    """Lines end with \\n alone (U+2028 inside a text is not the end of one); blank lines are skipped."""
    with open_bytes(path) as file:
        number = 0
        while raw := file.readline(MAX_LINE + 1):
            number += 1
            place = FileLine(number, name)
            if len(raw) > MAX_LINE:
                while not raw.endswith(b"\n") and (raw := file.readline(MAX_LINE)):
                    pass
                yield ParsedLine(place, problem=ImportProblem("line_too_long", (("limit", str(MAX_LINE >> 20)),)))
            elif raw.strip():
                yield _parsed(place, raw)


def _parsed(place: FileLine, raw: bytes) -> ParsedLine:
    try:
        return ParsedLine(place, json.loads(raw.decode("utf-8-sig" if place.line == 1 else "utf-8")))
    except UnicodeDecodeError:
        return ParsedLine(place, problem=ImportProblem("not_utf8"))
    except (ValueError, RecursionError):
        return ParsedLine(place, problem=ImportProblem("not_json"))


def csv_rows(path: Path, name: str) -> Iterator[ParsedLine]:
    """Rows of a table by the names of its first row; numbered as a table program shows them when no cell has lines."""
    with open_bytes(path) as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        for number, row in enumerate(csv.DictReader(text, restkey="", strict=True), 2):
            yield ParsedLine(FileLine(number, name), {key: _plain(value) for key, value in row.items()})


def xlsx_rows(path: Path, name: str) -> Iterator[ParsedLine]:
    """Rows of the first sheet by the names of its first row; rows without any value are skipped."""
    check_workbook(path)
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else iter(())
        heads = [str(head or "").strip() for head in next(rows, ())]
        for number, row in enumerate(rows, 2):
            values = {head: _plain(value) for head, value in zip(heads, row, strict=False) if head}
            if any(value not in (None, "") for value in values.values()):
                yield ParsedLine(FileLine(number, name), values)


def _plain(value: Any) -> Any:
    return plain(value) if isinstance(value, str) else value


READERS: dict[str, Callable[[Path, str], Iterator[ParsedLine]]] = {
    ".jsonl": json_lines,
    ".csv": csv_rows,
    ".xlsx": xlsx_rows,
}
