"""Lines of a file, one at a time: JSON lines, plain or xz."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.legal.importer.records import Problem


@dataclass(frozen=True)
class Line:
    """``value`` is the parsed object; None with ``problem`` set where the line is no JSON."""

    number: int
    value: Any = None
    problem: Problem | None = None


class FileError(ValueError):
    """The file as a whole cannot be read; the code is in ``importer.report.REASONS``."""


def count_lines(path: Path) -> int:
    with _open(path) as file:
        return sum(1 for _ in file)


def _open(path: Path):
    return lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb")


def read_lines(path: Path) -> Iterator[Line]:
    """Lines end with \\n alone (U+2028 inside a text is not the end of one); blank lines are skipped."""
    try:
        with _open(path) as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield _parsed(number, raw)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise FileError(str(error)) from error


def _parsed(number: int, raw: bytes) -> Line:
    try:
        return Line(number, json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8")))
    except UnicodeDecodeError:
        return Line(number, problem=Problem("not_utf8"))
    except (json.JSONDecodeError, RecursionError):
        return Line(number, problem=Problem("not_json"))
