"""Preview of a synonym row: the first results of a query now, and with the row as it is in the form."""

from __future__ import annotations

from dataclasses import dataclass

from search.models import SearchWord
from search.results_page.active_synonyms import active_synonyms, synonyms_with
from search.results_page.results import Hit, Results
from search.results_page.service import search

PREVIEWED_HITS = 10


@dataclass(frozen=True)
class PreviewedHit:
    """A hit of one side; ``new``: it is not among the first hits of the other side."""

    hit: Hit
    new: bool


@dataclass(frozen=True)
class PreviewSide:
    total: int
    lines: tuple[PreviewedHit, ...]


@dataclass(frozen=True)
class SynonymChange:
    question: str
    before: PreviewSide
    after: PreviewSide

    @property
    def is_none(self) -> bool:
        return self.before == self.after


def _build_side(results: Results, others: set[str]) -> PreviewSide:
    return PreviewSide(results.total, tuple(PreviewedHit(hit, hit.ref not in others) for hit in results.hits))


def preview_change(row: SearchWord, question: str) -> SynonymChange:
    """Returns the first results of the query without and with ``row``, which can be unsaved."""
    before = search(question, None, size=PREVIEWED_HITS, words=active_synonyms())
    after = search(question, None, size=PREVIEWED_HITS, words=synonyms_with(row))
    refs = [{hit.ref for hit in results.hits} for results in (before, after)]
    return SynonymChange(question, _build_side(before, refs[1]), _build_side(after, refs[0]))
