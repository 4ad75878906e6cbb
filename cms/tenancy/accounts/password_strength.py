"""Analyses what a password is made of, as a person would who knows its owner and the school. Pure.

>>> known = NameParts.of(["Trường Tiểu học Phương Hồng"])
>>> [is_made_of_names(text, known) for text in ("PhuongHong2026!", "Phu0ngH0ng@1", "TTHPH-2026", "ba con mèo xanh")]
[True, True, True, False]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms.core.text import fold_diacritics

#: Letters that signs stand for; 1 and | have two readings.
_SIGNS = [str.maketrans("@4013|!$5789€", f"aao{letter}e{letter}isstbge") for letter in "il"]
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SHORTEST_RUN, _SHORTEST_WORD = 4, 2


def normalize_letters(text: str) -> str:
    """Returns lowercase letters without diacritics, digits and signs.

    >>> normalize_letters("Mật-Khẩu 2026")
    'matkhau'
    """
    return re.sub(r"[^a-z]", "", fold_diacritics(text))


def password_readings(password: str) -> set[str]:
    """Returns readings of the letters: with or without signs replaced by letters, with or without outer signs.

    >>> "matkhau" in password_readings("M4tKh4u@2026")
    True
    """
    core = _EDGES.sub("", _YEAR.sub("", password))
    texts = (password, core, *(text.translate(signs) for text in (password, core) for signs in _SIGNS))
    return {normalize_letters(text) for text in texts} - {""}


@dataclass(frozen=True)
class NameParts:
    """``runs``: neighbouring words written together ("phuonghong"); ``pieces``: single words, and initials ("ph")."""

    runs: frozenset[str]
    pieces: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> NameParts:
        runs, pieces = set(), set()
        for text in texts:
            words = re.findall(r"[a-z]+", fold_diacritics(text))
            runs |= set(_join_neighbours(words, _SHORTEST_RUN))
            pieces |= {word for word in words if len(word) >= _SHORTEST_WORD}
            pieces |= set(_join_neighbours([word[0] for word in words], _SHORTEST_WORD))
        return cls(frozenset(runs), frozenset(pieces))


def _join_neighbours(parts: list[str], shortest: int) -> Iterator[str]:
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            if len(run := "".join(parts[start:end])) >= shortest:
                yield run


def is_made_of_names(password: str, names: NameParts) -> bool:
    """Returns whether one name is more than half of the letters, or all letters are words and initials of names."""
    return any(
        any(run in read and 2 * len(run) > len(read) for run in names.runs) or _is_composed_of(read, names.pieces)
        for read in password_readings(password)
    )


def _is_composed_of(read: str, pieces: frozenset[str]) -> bool:
    longest = max(map(len, pieces), default=0)
    ends = [True] + [False] * len(read)  # can the first n letters be composed of pieces?
    for end in range(1, len(read) + 1):
        starts = range(max(0, end - longest), end)
        ends[end] = any(ends[start] and read[start:end] in pieces for start in starts)
    return ends[-1]
