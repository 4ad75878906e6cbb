"""Rows of files, one at a time: JSON lines and CSV, plain or compressed."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cms.legal.importer.records import Place, Problem

#: A longer line is no row of a document: the longest of the codification has 0.4 MB, a code with all articles 2 MB.
MAX_LINE = 32 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """``value`` is the parsed object; None with ``problem`` set where the line is no row."""

    place: Place
    value: Any = None
    problem: Problem | None = None


class FileError(ValueError):
    """The file as a whole cannot be read; a code of ``importer.report.REASONS`` and its words."""

    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.problem = Problem(code, tuple(sorted(values.items())))


_PACKED: dict[str, Callable] = {".xz": lzma.open, ".gz": gzip.open, ".bz2": bz2.open}
_BROKEN = (OSError, EOFError, lzma.LZMAError, ValueError, csv.Error)


def kind_of(path: Path) -> str:
    """ "rows.jsonl.xz" → ".jsonl"."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix not in _PACKED), "")


def open_bytes(path: Path) -> BinaryIO:
    return _PACKED.get(path.suffix.lower(), open)(path, "rb")


def read_rows(path: Path, name: str = "") -> Iterator[Line]:
    """Rows of a file by the kind its name tells; ``name`` stands before line numbers where several files are read."""
    kind = kind_of(path)
    if kind not in READERS:
        raise FileError("unknown_kind", kinds=", ".join(READERS))
    try:
        yield from READERS[kind](path, name)
    except FileError:
        raise
    except _BROKEN as error:
        raise FileError("unreadable", message=str(error)[:200]) from error


def json_lines(path: Path, name: str) -> Iterator[Line]:
    """Lines end with \\n alone (U+2028 inside a text is not the end of one); blank lines are skipped."""
    with open_bytes(path) as file:
        number = 0
        while raw := file.readline(MAX_LINE + 1):
            number += 1
            place = Place(number, name)
            if len(raw) > MAX_LINE:
                while not raw.endswith(b"\n") and (raw := file.readline(MAX_LINE)):
                    pass
                yield Line(place, problem=Problem("line_too_long", (("limit", str(MAX_LINE >> 20)),)))
            elif raw.strip():
                yield _parsed(place, raw)


def _parsed(place: Place, raw: bytes) -> Line:
    try:
        return Line(place, json.loads(raw.decode("utf-8-sig" if place.line == 1 else "utf-8")))
    except UnicodeDecodeError:
        return Line(place, problem=Problem("not_utf8"))
    except (ValueError, RecursionError):
        return Line(place, problem=Problem("not_json"))


def csv_rows(path: Path, name: str) -> Iterator[Line]:
    """Rows of a table by the names of its first row; numbered as a table program shows them when no cell has lines."""
    with open_bytes(path) as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        for number, row in enumerate(csv.DictReader(text, restkey="", strict=True), 2):
            yield Line(Place(number, name), row)


READERS: dict[str, Callable[[Path, str], Iterator[Line]]] = {".jsonl": json_lines, ".csv": csv_rows}
