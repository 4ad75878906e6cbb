"""The backend interface: every engine runs a plan. Input and output are frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.query_planning.query_plan import RelaxationLevel, SearchPlan


class EngineUnavailable(Exception):
    """The engine does not answer (connection refused, timeout, or invalid response)."""


@dataclass(frozen=True)
class BackendResults:
    """Ranked references of one page of results, and the counts of all results.

    ``facets``: field → value → number of entries, each counted without the field's own filter; ``scopes`` likewise
    for the three scopes. ``took``: the engine's own time in milliseconds. ``frequency``: query term → number of
    entries, if the engine needed it; ``level``: the relaxation level that gave the results, if one did.
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
        """Returns the engine's request as JSON-like data."""
