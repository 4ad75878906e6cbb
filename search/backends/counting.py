"""Scope, filters and facets over groups of candidates: complete counts, each facet without its own filter. Pure."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping

from search.contract import ALL, FACETS, LIBRARY, LIBRARY_KINDS, SITE
from search.groups import STATUS, Group
from search.plan import Ask

Value = tuple[str, str]  # facet, its value
#: A number for each value that was met: thousands of groups are counted for one question, by numbers.
_number_of: dict[Value, int] = {}
_values: list[Value] = []
_of_groups: dict[int, tuple[int, ...]] = {}  # values of groups, their status that of ``_day``
_day: datetime.date | None = None
MOST_KNOWN = 300_000


def _numbered(value: Value) -> int:
    if value not in _number_of:
        _number_of[value] = len(_values)
        _values.append(value)
    return _number_of[value]


def _values_on(number: int, group: Group, day: datetime.date) -> tuple[int, ...]:
    """Numbers of the group's values on that day; kept, because a group never changes."""
    global _day
    if day != _day or len(_of_groups) > MOST_KNOWN:
        _of_groups.clear()
        _day = day
    found = _of_groups.get(number)
    if found is None:
        values = group.values
        if group.kind in LIBRARY_KINDS and (status := group.status_on(day)):
            values = (*values, (STATUS, status))
        found = _of_groups[number] = tuple(map(_numbered, values))
    return found


class Counting:
    """``take_all`` counts entries by group where they belong; ``chosen`` are the numbers of the groups that pass scope
    and filters."""

    def __init__(self, ask: Ask, day: datetime.date):
        self.ask = ask
        self.day = day
        self.scopes: Counter[str] = Counter()
        self.chosen: set[int] = set()
        self.total = 0
        self._counts: dict[int, int] = defaultdict(int)  # by number of the value
        self._filters = {
            name: frozenset(_numbered((name, value)) for value in values) for name, values in ask.filters.items()
        }

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for number, count in self._counts.items():
            name, value = _values[number]
            found[name][value] = count
        return found

    def take_all(self, counts: Mapping[int, int], groups: Mapping[int, Group]) -> None:
        """``counts``: group → candidates of it."""
        ask, counted, filters, chosen = self.ask, self._counts, self._filters, self.chosen
        site, everywhere = ask.site_id, ask.scope == ALL
        for number, count in counts.items():
            group = groups.get(number)
            if group is None or ask.locale not in group.locales:
                continue
            values = _values_on(number, group, self.day)
            failed = [name for name, wanted in filters.items() if wanted.isdisjoint(values)] if filters else ()
            if not failed:
                self.scopes[ALL] += count
                if group.kind in LIBRARY_KINDS:
                    self.scopes[LIBRARY] += count
                if group.site_id == site:
                    self.scopes[SITE] += count
            if len(failed) > 1 or not (everywhere or ask.in_scope(group.kind, group.site_id)):
                continue
            if failed:
                values = [value for value in values if _values[value][0] == failed[0]]
            else:
                chosen.add(number)
                self.total += count
            for value in values:
                counted[value] += count
