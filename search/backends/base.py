"""What every engine does with a plan. Frozen records in, frozen records out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.query_planning.query_plan import RelaxationLevel, SearchPlan


class EngineUnavailable(Exception):
    """The engine does not answer (refused, timed out, or answers nonsense)."""


@dataclass(frozen=True)
class BackendResults:
    """Ranked references of one page of results and the counts of all of them.

    ``facets``: field → value → entries, each counted without the field's own filter; ``scopes`` likewise
    for the three scopes. ``took`` is the engine's own time in milliseconds. ``frequency``: entries of
    each of the query's terms, where the engine had to know it; ``level`` the one that gave the results, if one did.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scopes: Mapping[str, int] = field(default_factory=dict)
    relaxed: bool = False
    took: float = 0.0
    frequency: Mapping[str, int] | None = None
    level: RelaxationLevel | None = None


class Backend(Protocol):
    @property
    def name(self) -> str: ...

    def search(self, plan: SearchPlan) -> BackendResults: ...

    def count(self) -> int: ...

    def explain(self, plan: SearchPlan) -> object:
        """What is asked of the engine, as JSON-like data."""
