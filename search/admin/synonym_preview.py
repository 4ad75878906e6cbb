"""What a row of words changes: the first results of a question now, and with the row as it stands in the form."""

from __future__ import annotations

from dataclasses import dataclass

from search.models import SearchWord
from search.results_page.active_synonyms import words_in_use, words_with
from search.results_page.results import Hit, Results
from search.results_page.service import search

FIRST = 10


@dataclass(frozen=True)
class PreviewedHit:
    """A hit of one side; ``new``: the other side does not have it among its first."""

    hit: Hit
    new: bool


@dataclass(frozen=True)
class PreviewSide:
    total: int
    lines: tuple[PreviewedHit, ...]


@dataclass(frozen=True)
class WordChange:
    question: str
    before: PreviewSide
    after: PreviewSide

    @property
    def is_none(self) -> bool:
        return self.before == self.after


def _side(results: Results, others: set[str]) -> PreviewSide:
    return PreviewSide(results.total, tuple(PreviewedHit(hit, hit.ref not in others) for hit in results.hits))


def change_of(row: SearchWord, question: str) -> WordChange:
    """``row`` need not be saved."""
    before = search(question, None, size=FIRST, words=words_in_use())
    after = search(question, None, size=FIRST, words=words_with(row))
    refs = [{hit.ref for hit in results.hits} for results in (before, after)]
    return WordChange(question, _side(before, refs[1]), _side(after, refs[0]))
