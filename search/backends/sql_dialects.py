"""What SQLite and PostgreSQL do differently for the database as engine: how terms are counted and rows are chosen."""

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
    """Entries that have all of ``every`` and all terms of at least one of the ``ways``: their ``rows``, complete.
    ``rough``: row → score, where finding them gave one."""

    every: tuple[str, ...] = ()
    ways: tuple[tuple[str, ...], ...] = ()
    rows: Sequence[int] = ()
    rough: Mapping[int, float] | None = None

    @property
    def total(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Selection:
    """Which of the matching entries are wanted: ``limit`` of the groups ``chosen`` (None: of all), the ``newest`` so
    many at most (0: all); the rows ``near`` get ``lift``."""

    limit: int
    newest: int = 0
    chosen: tuple[int, ...] | None = None
    near: frozenset[int] = frozenset()
    lift: float = 0.0


class Tables(Protocol):
    #: Does a transaction that is undone give the numbers of its rows back?
    numbers_come_again: bool

    def prepare(self) -> None:
        """Make the objects beside the models' tables."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Term → entries that have it; terms of no entry are absent."""

    def rows_of(self, terms: Iterable[str]) -> dict[str, Sequence[int]]:
        """Term → rows that have it."""

    def matching(self, match: MatchCondition) -> list[int]:
        """All rows that match, ascending."""

    def best(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> Mapping[int, float]:
        """Row → rough score of the best by that score."""

    def latest(self, match: MatchCondition, pick: Selection) -> list[tuple[int, Any]]:
        """(row, its day) of the newest by that day."""

    def statements(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> dict[str, Statement]:
        """What is asked of the database, to be looked at."""

    def groups_of(self, rows: Sequence[int] | None) -> list[tuple[int, int]]:
        """(row, its group) of these rows, or of all."""

    def learn(self, rows: Iterable[IndexEntry]) -> None:
        """``rows`` were written."""

    def forget(self, rows: QuerySet[IndexEntry]) -> None:
        """``rows`` (a queryset) are about to be deleted."""

    def compact(self) -> int:
        """Tidy up after many writes; the number of terms."""

    def recount(self) -> None:
        """Make everything anew from the rows; the old answers until it is done."""

    def problems(self) -> list[str]:
        """What is wrong between the rows and what stands beside them."""

    def forget_stats(self) -> None:
        """Of this process's memory."""
