"""Questions that say the same. Pure but for ``find_similar``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import QuerySet

from cms.core.text import fold_diacritics

#: From this share of common words on two questions may be one.
MIN_SIMILARITY = 0.8
#: Of whom at most so many are compared with one.
MAX_COMPARED = 5_000


def split_words(text: str) -> list[str]:
    """
    >>> split_words("Trẻ em là người dưới 16 tuổi?")
    ['tre', 'em', 'la', 'nguoi', 'duoi', '16', 'tuoi']
    """
    return "".join(sign if sign.isalnum() else " " for sign in fold_diacritics(text)).split()


def compute_fingerprint(text: str) -> str:
    """The same for two texts that differ in marks, capitals, signs and spaces alone."""
    return hashlib.sha256(" ".join(split_words(text)).encode()).hexdigest()


def word_similarity(one: Iterable[str], other: Iterable[str]) -> float:
    """Share of common words among all.

    >>> word_similarity(["a", "b"], ["a", "b"]), word_similarity(["a"], ["b"])
    (1.0, 0.0)
    """
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def find_similar(questions: QuerySet, text: str, but: int | None = None) -> list[tuple[float, int, str]]:
    """(likeness, number, text) of those that may be the same as ``text``, the most alike first."""
    words = split_words(text)
    rows = questions.exclude(pk=but).values_list("pk", "text")[:MAX_COMPARED]
    found = [(word_similarity(words, split_words(other)), pk, other) for pk, other in rows]
    return sorted((row for row in found if row[0] >= MIN_SIMILARITY), reverse=True)[:5]
