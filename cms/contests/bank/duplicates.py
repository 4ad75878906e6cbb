"""Questions that say the same. Pure but for ``among``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet

from cms.core.text import fold_diacritics

#: From this share of common words on two questions may be one.
NEAR = 0.8
#: Of whom at most so many are compared with one.
MOST = 5_000


def words_of(text: str) -> list[str]:
    """
    >>> words_of("Trẻ em là người dưới 16 tuổi?")
    ['tre', 'em', 'la', 'nguoi', 'duoi', '16', 'tuoi']
    """
    return "".join(sign if sign.isalnum() else " " for sign in fold_diacritics(text)).split()


def fingerprint(text: str) -> str:
    """The same for two texts that differ in marks, capitals, signs and spaces alone."""
    return hashlib.sha256(" ".join(words_of(text)).encode()).hexdigest()


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Share of common words among all.

    >>> likeness(["a", "b"], ["a", "b"]), likeness(["a"], ["b"])
    (1.0, 0.0)
    """
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def among(questions: QuerySet, text: str, but: int | None = None) -> list[tuple[float, int, str]]:
    """(likeness, number, text) of those that may be the same as ``text``, the most alike first."""
    words = words_of(text)
    rows = questions.exclude(pk=but).values_list("pk", "text")[:MOST]
    found = [(likeness(words, words_of(other)), pk, other) for pk, other in rows]
    return sorted((row for row in found if row[0] >= NEAR), reverse=True)[:5]
