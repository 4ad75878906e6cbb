"""CSV as table programs write it: UTF-8, UTF-16 or Windows-1258; comma, semicolon or tab. Pure: no database."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from cms.core.text import normalize_nfc
from cms.legal.importer.records import ImportFileError
from cms.legal.importer.tables.columns import HEAD_ROWS, known_columns
from cms.legal.importer.tables.lines import TableRow

SAMPLE = 1 << 20  # bytes that decide on encoding and separator
#: A row with a whole text in a cell has 2 MB; a row of commas alone would fill the memory with empty cells.
MAX_ROW = 8 * 1024 * 1024
_SEPARATORS = (",", ";", "\t")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_VIETNAMESE = frozenset("ăâđêôơưĂÂĐÊÔƠƯàáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ–—‘’“”…•₫§°©®«»\u00a0\u00ad")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS = frozenset("aeiouyăâêôơư")


def csv_rows(file: io.BufferedIOBase | BinaryIO) -> Iterator[TableRow]:
    """Rows numbered as a table program shows them, blank ones too."""
    sample = file.read(SAMPLE)
    encoding = detect_encoding(sample)
    text = io.TextIOWrapper(io.BufferedReader(_Replay(sample, file)), encoding=encoding, newline="")
    lines = _Lines(text)
    first, skipped = _first_line(sample, encoding)
    if skipped:
        next(lines)
    rows = csv.reader(lines, delimiter=first or detect_separator(sample, encoding), strict=True)
    number = skipped
    try:
        while True:
            lines.begin()
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            yield TableRow(number, cells)
    except csv.Error as error:
        raise ImportFileError("csv_quotes", line=str(number)) from error
    except UnicodeError as error:
        raise ImportFileError("encoding") from error


def detect_encoding(sample: bytes) -> str:
    """By its first bytes and by what they would say."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    zeros = [sample[place : 1 << 14 : 2].count(0) for place in (0, 1)]
    if max(zeros) * 8 > min(len(sample), 1 << 14):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    for name, fits in (("utf-8", lambda text: True), ("cp1258", _is_vietnamese)):
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample, final=len(sample) < SAMPLE)
        except UnicodeDecodeError:
            continue
        if fits(text):
            return name
    raise ImportFileError("encoding")


def _is_vietnamese(text: str) -> bool:
    """Every byte means something in Windows-1258: what other encodings wrote shows itself by letters that Vietnamese
    does not have, or by tones that stand on no vowel."""
    right = wrong = 0
    before = ""
    for letter in text:
        if letter >= "\u0080":
            on_vowel = unicodedata.normalize("NFC", before).lower() in _VOWELS
            good = on_vowel if letter in _TONES else letter in _VIETNAMESE
            right, wrong = right + good, wrong + (not good)
        before = letter
    return right > 0 and wrong * 20 <= right


def detect_separator(sample: bytes, encoding: str) -> str:
    """The one under which a row at the beginning has the most known headings."""
    text = codecs.getincrementaldecoder(encoding)().decode(sample).lstrip("\ufeff")[: 1 << 16]

    def fits(separator: str) -> int:
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), HEAD_ROWS))
        except csv.Error:
            return 0
        return max((known_columns([normalize_nfc(cell) for cell in row[:300]]) for row in rows), default=0)

    return max(_SEPARATORS, key=fits)


def _first_line(sample: bytes, encoding: str) -> tuple[str, int]:
    """ "sep=;" above the headings is a word of Excel to itself: (separator, rows that it takes)."""
    text = codecs.getincrementaldecoder(encoding)().decode(sample[:64]).lstrip("\ufeff")
    found = text.splitlines()[:1]
    if found and found[0].casefold().startswith("sep=") and found[0][4:] in (*_SEPARATORS, "|"):
        return found[0][4:], 1
    return "", 0


class _Lines:
    """Lines for ``csv.reader``, no row of which is longer than ``MAX_ROW``."""

    def __init__(self, text: io.TextIOWrapper):
        self._text, self._read = text, 0

    def begin(self) -> None:
        self._read = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW + 1)
        self._read += len(line)
        if self._read > MAX_ROW:
            raise ImportFileError("row_too_long", limit=str(MAX_ROW >> 20))
        if not line:
            raise StopIteration
        return line


class _Replay(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, first: bytes, rest: io.BufferedIOBase | BinaryIO):
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)
