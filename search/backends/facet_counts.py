"""Facet counts: applies scope and filters to groups of candidates; counts each facet without its own filter. Pure."""

from __future__ import annotations

import datetime
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping

from search.backends.groups import STATUS, Group
from search.index.contract import ALL, EVERY_SITE, FACETS, LIBRARY, LIBRARY_KINDS, SITE
from search.query_planning.query_plan import SearchRequest

Value = tuple[str, str]  # facet, its value
#: A number for each known value: counting thousands of groups per query by number is faster.
_number_of: dict[Value, int] = {}
_values: list[Value] = []
_numbering = threading.Lock()  # a process answers several queries at once
_of_groups: dict[datetime.date, dict[int, tuple[int, ...]]] = {}  # day of the statuses → group → its values
MOST_KNOWN, MOST_DAYS = 300_000, 3


def _value_number(value: Value) -> int:
    number = _number_of.get(value)
    if number is None:
        with _numbering:
            number = _number_of.get(value)
            if number is None:
                _values.append(value)
                number = _number_of[value] = len(_values) - 1
    return number


def _cached_values(day: datetime.date) -> dict[int, tuple[int, ...]]:
    cached = _of_groups.get(day)
    if cached is None or len(cached) > MOST_KNOWN:
        if len(_of_groups) >= MOST_DAYS:
            _of_groups.clear()
        cached = _of_groups[day] = {}
    return cached


def _values_on(number: int, group: Group, day: datetime.date, cached: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """Returns the numbers of the group's values on that day; cached, because a group never changes."""
    found = cached.get(number)
    if found is None:
        values = group.values
        if group.kind in LIBRARY_KINDS and (status := group.status_on(day)):
            values = (*values, (STATUS, status))
        found = cached[number] = tuple(map(_value_number, values))
    return found


class FacetCounter:
    """Counts facets and scopes. ``count_all`` counts the entries of all groups; ``groups``: the numbers of the groups
    that pass scope and filters."""

    def __init__(self, request: SearchRequest, day: datetime.date):
        self.request = request
        self.day = day
        self.scopes: Counter[str] = Counter()
        self.groups: set[int] = set()
        self.total = 0
        self._counts: dict[int, int] = defaultdict(int)  # by number of the value

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for number, count in self._counts.items():
            name, value = _values[number]
            found[name][value] = count
        return found

    def count_all(self, counts: Mapping[int, int], groups: Mapping[int, Group]) -> None:
        """Counts all groups. ``counts``: group → number of its candidates."""
        request, counted, selected = self.request, self._counts, self.groups
        own_sites, has_all_scopes, locale = (request.site_id, EVERY_SITE), request.scope == ALL, request.locale
        cached = _cached_values(self.day)
        if request.filters:  # number the values of new groups first
            for number in counts:
                if number not in cached and number in groups:
                    _values_on(number, groups[number], self.day, cached)
        # URL values are looked up, never numbered: visitors could otherwise make the list of values grow.
        filters = {
            name: {_number_of[name, value] for value in values if (name, value) in _number_of}
            for name, values in request.filters.items()
        }
        of_facet = {name: {number for number, (facet, _) in enumerate(_values[:]) if facet == name} for name in filters}
        in_all = in_library = on_site = total = 0
        for number, count in counts.items():
            group = groups.get(number)
            if group is None or locale not in group.locales:
                continue
            values = cached.get(number) or _values_on(number, group, self.day, cached)
            missed = ""
            for name, wanted in filters.items():
                if wanted.isdisjoint(values):
                    if missed:
                        break
                    missed = name
            else:
                if not missed:
                    in_all += count
                    in_library += count if group.kind in LIBRARY_KINDS else 0
                    on_site += count if group.site_id in own_sites else 0
                if has_all_scopes or request.in_scope(group.kind, group.site_id):
                    if missed:
                        values = tuple(filter(of_facet[missed].__contains__, values))
                    else:
                        selected.add(number)
                        total += count
                    for value in values:
                        counted[value] += count
        self.scopes.update({ALL: in_all, LIBRARY: in_library, SITE: on_site})
        self.total += total
