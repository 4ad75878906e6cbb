"""Scope, filters and facets over groups of candidates: complete counts, each facet without its own filter. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping

from search.contract import FACETS, LIBRARY_KINDS, SCOPES
from search.groups import STATUS, Group
from search.plan import Ask


class Counting:
    """``take(number, group, n)`` counts ``n`` entries of a group where they belong; ``chosen`` are the numbers of the
    groups that pass scope and filters."""

    def __init__(self, ask: Ask, day: datetime.date):
        self.ask = ask
        self.day = day
        self.facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        self.scopes: Counter[str] = Counter()
        self.chosen: set[int] = set()
        self.total = 0
        self._filters = {name: frozenset(values) for name, values in ask.filters.items()}

    def take_all(self, counts: Mapping[int, int], groups: Mapping[int, Group]) -> None:
        """``counts``: group → candidates of it."""
        for number, count in counts.items():
            if (group := groups.get(number)) and self.ask.locale in group.locales:
                self.take(number, group, count)

    def take(self, number: int, group: Group, count: int) -> None:
        values = group.values
        if group.kind in LIBRARY_KINDS and (status := group.status_on(self.day)):
            values = (*values, (STATUS, status))
        failed = self._failed(values)
        if not failed:
            for scope in SCOPES:
                if self.ask.in_scope(group.kind, group.site_id, scope):
                    self.scopes[scope] += count
        if len(failed) > 1 or not self.ask.in_scope(group.kind, group.site_id):
            return
        for name, value in values:
            if not failed or name in failed:
                self.facets[name][value] += count
        if not failed:
            self.chosen.add(number)
            self.total += count

    def _failed(self, values) -> list[str]:
        """Filters that the group does not meet."""
        return [
            name
            for name, wanted in self._filters.items()
            if not any(value in wanted for facet, value in values if facet == name)
        ]
