"""Rows of files, one at a time: JSON lines and CSV, plain or compressed, and workbooks."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cms.legal.importer.records import FileLine, ImportFileError, ImportProblem, ParsedLine
from cms.legal.importer.tables.csv_files import csv_rows
from cms.legal.importer.tables.lines import parsed_lines
from cms.legal.importer.tables.workbooks import workbook_rows

MAX_UNPACKED = 4 * 1024 * 1024 * 1024  # bytes of one file of rows
#: A longer line is no row of a document: the longest of the codification has 0.4 MB, a code with all articles 2 MB.
MAX_LINE = 16 * 1024 * 1024
MAX_XZ = 256 * 1024 * 1024  # bytes that unpacking may take; the strongest usual packing takes 65 MB
csv.field_size_limit(MAX_LINE)  # of the process: a cell may hold a whole text; who wants less says so where it reads


class _Unxz(io.RawIOBase):
    """``lzma.open`` takes as much memory as a file says that it needs: up to 4 GB."""

    def __init__(self, path: Path, mode: str = "rb"):
        self._file = path.open("rb")
        self._decoder = lzma.LZMADecompressor(memlimit=MAX_XZ)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            packed = b""
            if self._decoder.eof:  # several streams may stand one after the other
                packed = self._decoder.unused_data or self._file.read(1 << 16)
                if not packed.strip(b"\0"):
                    return 0
                self._decoder = lzma.LZMADecompressor(memlimit=MAX_XZ)
            elif self._decoder.needs_input:
                packed = self._file.read(1 << 16)
                if not packed:
                    raise EOFError("ended before its time")
            if found := self._decoder.decompress(packed, len(buffer)):
                buffer[: len(found)] = found
                return len(found)

    def close(self) -> None:
        self._file.close()
        super().close()


_PACKED: dict[str, Callable] = {".xz": _Unxz, ".gz": gzip.open, ".bz2": bz2.open}
_BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error, ValueError)


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


def csv_lines(path: Path, name: str) -> Iterator[ParsedLine]:
    with open_bytes(path) as file:
        yield from parsed_lines(csv_rows(file), name)


def xlsx_lines(path: Path, name: str) -> Iterator[ParsedLine]:
    yield from parsed_lines(workbook_rows(path), name)


READERS: dict[str, Callable[[Path, str], Iterator[ParsedLine]]] = {
    ".jsonl": json_lines,
    ".csv": csv_lines,
    ".xlsx": xlsx_lines,
}
