"""The interface of SQLite and PostgreSQL for the database engine: how to count terms and select rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from search.models import IndexEntry
from search.query_planning.query_plan import SearchPlan

Statement = tuple[str, list[Any]]  # SQL and its parameters


@dataclass(frozen=True)
class MatchCondition:
    """Entries with all terms of ``every`` and all terms of at least one variant of ``variants``. ``rows``: all of them;
    ``rough_scores``: row → score, if the selection computed one."""

    every: tuple[str, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()
    rows: Sequence[int] = ()
    rough_scores: Mapping[int, float] | None = None

    @property
    def total(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Selection:
    """Selects from matching entries: at most ``limit`` of the groups ``groups`` (None: all), at most the ``newest``
    number of newest rows (0: all); the rows ``near`` get the boost ``lift``."""

    limit: int
    newest: int = 0
    groups: tuple[int, ...] | None = None
    near: frozenset[int] = frozenset()
    lift: float = 0.0


class Tables(Protocol):
    #: Whether the database reuses row ids after a rollback.
    reuses_row_ids: bool

    def prepare(self) -> None:
        """Creates the database objects beside the models' tables."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Returns term → number of entries; terms of no entry are absent."""

    def rows_of(self, terms: Iterable[str]) -> dict[str, Sequence[int]]:
        """Returns term → rows that have it."""

    def matching(self, match: MatchCondition) -> list[int]:
        """Returns all rows that match, ascending."""

    def best(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> Mapping[int, float]:
        """Returns row → rough score, for the rows with the best rough scores."""

    def latest(self, match: MatchCondition, pick: Selection) -> list[tuple[int, Any]]:
        """Returns (row, its date) of the newest rows."""

    def statements(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> dict[str, Statement]:
        """Returns the database queries, for inspection."""

    def groups_of(self, rows: Sequence[int] | None) -> list[tuple[int, int]]:
        """Returns (row, its group) of these rows, or of all."""

    def learn(self, rows: Iterable[IndexEntry]) -> None:
        """Indexes ``rows``, which were written."""

    def forget(self, rows: QuerySet[IndexEntry]) -> None:
        """Unindexes ``rows`` (a queryset), which will be deleted."""

    def compact(self) -> int:
        """Compacts the index after many writes. Returns the number of terms."""

    def recount(self) -> None:
        """Rebuilds everything from the rows; the old index answers until it is done."""

    def problems(self) -> list[str]:
        """Returns the inconsistencies between the rows and their full-text index."""

    def forget_stats(self) -> None:
        """Clears the statistics cached in this process."""
