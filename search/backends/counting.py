"""Scope, filters and facets over candidate rows: complete counts, each facet without its own filter. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import NamedTuple

from cms.legal.status import Facts, status_on
from search.contract import FACETS, LIBRARY_KINDS, SCOPES
from search.plan import Ask


class Row(NamedTuple):
    """What the choice of an entry needs; ``rough`` is the engine's own first score."""

    id: int
    ref: str
    kind: str
    site_id: int | None
    date: datetime.date | None
    doc_type: str
    issuer: str
    level: str
    law_field: str
    commune: str
    school: str
    school_level: str
    audience: str
    effective_from: datetime.date | None
    effective_to: datetime.date | None
    administrative: bool
    status_override: str
    rough: float


ROW_FIELDS = Row._fields[:-1]


def _day(value) -> datetime.date | None:
    """SQLite's cursor gives dates as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) and value else value or None


class Counting:
    """``take(row)`` counts a row where it belongs and says whether it passes scope and filters."""

    def __init__(self, ask: Ask, day: datetime.date):
        self.ask = ask
        self.day = day
        self.facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        self.scopes: Counter[str] = Counter()
        self._filters = {name: frozenset(values) for name, values in ask.filters.items()}
        self._statuses: dict[tuple, str] = {}

    def _status(self, row: Row) -> str:
        key = (row.effective_from, row.effective_to, row.administrative, row.status_override, row.date)
        if key not in self._statuses:
            facts = Facts(
                issued_on=_day(row.date),
                effective_from=_day(row.effective_from),
                effective_to=_day(row.effective_to),
                administrative=bool(row.administrative),
                override=row.status_override,
            )
            self._statuses[key] = status_on(facts, self.day).code
        return self._statuses[key]

    def _values(self, row: Row, name: str) -> tuple[str, ...]:
        if name == "status":
            return (self._status(row),) if row.kind in LIBRARY_KINDS else ()
        if name == "year":
            return (str(row.date)[:4],) if row.date else ()
        value = getattr(row, name)
        if not value:
            return ()
        return tuple(value.split("|")) if "|" in value else (value,)

    def take(self, row: Row) -> bool:
        values = {name: self._values(row, name) for name in FACETS}
        failed = [name for name, wanted in self._filters.items() if wanted.isdisjoint(values[name])]
        if not failed:
            for scope in SCOPES:
                if self.ask.in_scope(row.kind, row.site_id, scope):
                    self.scopes[scope] += 1
        if not self.ask.in_scope(row.kind, row.site_id) or len(failed) > 1:
            return False
        for name in failed or FACETS:
            for value in values[name]:
                self.facets[name][value] += 1
        return not failed
