"""The text as the grammar reads it: two strings of equal length, and the way back to the original's offsets.

The grammar looks for words without marks ("nghi dinh", "dieu") in ``folded`` and for what marks and
capitals decide (numbers, điểm đ) in ``text``. Folding is most of the time that ``citation_finder`` takes, so it goes
through the codec machinery: the letters of Vietnamese and ASCII fit into 256 codes, which makes folding
one table look-up per character, twice as fast as ``str.translate``.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain
from typing import Any

from cms.legal.parsing.numbers import CYRILLIC

#: What may keep the text from having one code point per letter.
_IRREGULAR = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeffАВЕКМНОРСТХ]+"
)  # one class: three times as fast as two
_ALIKE = re.compile("[\u0300-\u036f]+|[\u00ad\u200b-\u200f\u2060\ufeff]+|[АВЕКМНОРСТХ]+")
_MARKS = re.compile("[\u0300-\u036f]")
_BLANK_LINE = re.compile(r"\n[ ]*+(?=\n)")

_DASHES = "‐‑‒–—―−"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u2028\u2029"
_QUOTES = "“”„«»"
_APOSTROPHES = "‘’"


def _vietnamese_letters() -> list[str]:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    return [form for letter in (*letters, "đ", "ð") for form in (letter, letter.upper()) if ord(form) > 127]


def _plain(char: str) -> str:
    for group, plain in ((_DASHES, "-"), (_SPACES, " "), (_QUOTES, '"'), (_APOSTROPHES, "'")):
        if char in group:
            return plain
    base = unicodedata.normalize("NFD", char)[0].lower()
    return "d" if base in "đð" else base


def _tables() -> tuple[Any, bytes]:
    keep = [*range(32, 127), 9, 10, 13]
    decoding, folding = ["\ufffe"] * 256, bytearray(b" " * 256)
    for code in keep:
        decoding[code] = chr(code)
        folding[code] = ord(chr(code).lower())
    folding[13] = folding[9] = 32
    free = (code for code in range(256) if code not in keep)
    for char in [*_vietnamese_letters(), *_DASHES, *_SPACES, *_QUOTES, *_APOSTROPHES]:
        code = next(free)
        decoding[code] = char
        folding[code] = ord(_plain(char))
    return codecs.charmap_build("".join(decoding)), bytes(folding)


_ENCODING, _FOLDING = _tables()


def fold_keeping_length(text: str) -> str:
    """Small ASCII letters without marks, one for each code point; what is unknown becomes "?".

    >>> fold_keeping_length("Ðiều 5\\u00a0Nghị định")
    'dieu 5 nghi dinh'
    """
    return codecs.charmap_encode(text, "replace", _ENCODING)[0].translate(_FOLDING).decode("ascii")


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see ``citation_finder.Citation``
class NormalizedText:
    """``text``: composed, without invisible characters; ``folded``: as long. Offsets of both are equal."""

    text: str
    folded: str
    breaks: tuple[int, ...] = ()  # offsets in ``text`` from which on the distance to the original changes
    starts: tuple[int, ...] = ()  # the original offset at each break
    ends: tuple[int, ...] = ()  # where the character before the break ends in the original

    def start(self, offset: int) -> int:
        """Original offset of the character at ``offset``."""
        if not self.breaks:
            return offset
        index = bisect_right(self.breaks, offset) - 1
        return offset if index < 0 else self.starts[index] + offset - self.breaks[index]

    def end(self, offset: int) -> int:
        """Original offset just after the character before ``offset``."""
        if not self.breaks:
            return offset
        index = bisect_right(self.breaks, offset) - 1
        if index >= 0 and self.breaks[index] == offset:
            return self.ends[index]
        return self.start(offset - 1) + 1 if offset else 0


def normalize(text: str) -> NormalizedText:
    """Linear in the length of ``text``."""
    if text.isascii() or not _IRREGULAR.search(text):
        return NormalizedText(text, _fold(text))
    parts: list[str] = []
    breaks: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    length = copied = 0
    runs = (_ALIKE.finditer(text, *run.span()) for run in _IRREGULAR.finditer(text))
    for found in chain.from_iterable(runs):
        start, composed = found.start(), ""
        if "\u0300" <= found.group()[0] <= "\u036f":  # with the letter that carries the marks
            start -= start > copied and (text[start - 1].isalnum() or text[start - 1] == "_")
            composed = _MARKS.sub("", unicodedata.normalize("NFC", text[start : found.end()]))
        elif "А" <= found.group()[0] <= "Х":  # "TT-BTС" typed on a Cyrillic keyboard
            composed = found.group().translate(CYRILLIC)
        before = text[copied:start]
        parts += (before, composed)
        length += len(before) + len(composed)
        copied = found.end()
        breaks.append(length)
        starts.append(copied)
        ends.append(copied if composed else start)
    parts.append(text[copied:])
    whole = "".join(parts)
    return NormalizedText(whole, _fold(whole), tuple(breaks), tuple(starts), tuple(ends))


def _fold(text: str) -> str:
    """An empty line ends a citation: it is marked with a character that no pattern allows."""
    folded = fold_keeping_length(text)
    if "\n" not in folded:
        return folded
    return _BLANK_LINE.sub(lambda found: "|" * len(found.group()), folded)
