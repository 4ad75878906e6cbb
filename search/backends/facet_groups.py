"""Which group each row of the index belongs to (``search.backends.groups``), remembered by each process: counting ten
thousand rows then means no look-up of rows.

A row is never changed and its number never comes again, so what is remembered stays true; of rows that are gone
nobody asks. Where a transaction that is undone gives its numbers back, nothing read inside one is remembered.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from search.backends.sql_dialects import Tables

#: Seconds. A database that was put back from a copy under a running process is believed after that time.
MAX_AGE = 600.0
Pairs = Iterable[tuple[int, int]]  # (row, its group)


@dataclass
class _GroupTable:
    """``places[row]`` is the group's place in ``groups``; place 0 means that the row is not known."""

    began: float = field(default_factory=time.monotonic)
    places: list[int] = field(default_factory=lambda: [0])
    groups: list[int] = field(default_factory=lambda: [0])
    place_of: dict[int, int] = field(default_factory=dict)

    def add(self, rows: Pairs, newest: int) -> None:
        self.places.extend([0] * (newest + 1 - len(self.places)))
        for row, group in rows:
            place = self.place_of.get(group)
            if place is None:
                self.groups.append(group)
                place = self.place_of[group] = len(self.groups) - 1
            self.places[row] = place


_memories: dict[str, _GroupTable] = {}
_lock = threading.Lock()


def forget_groups() -> None:
    _memories.clear()


@dataclass(frozen=True)
class RowGroups:
    """Rows, and the place in a memory of each one's group; 0 for a row that is gone."""

    memory: _GroupTable
    rows: Sequence[int]
    places: list[int]

    @property
    def groups(self) -> list[int]:
        """The group of each row, in this order; 0 for one that is gone."""
        return [self.memory.groups[place] for place in self.places]

    @property
    def counts(self) -> Counter[int]:
        """Group → how many of these rows belong to it."""
        groups = self.memory.groups
        return Counter({groups[place]: count for place, count in Counter(self.places).items() if place})

    def rows_in(self, groups: Collection[int]) -> list[int]:
        """Those rows that belong to one of the groups."""
        wanted = {self.memory.place_of[group] for group in groups if group in self.memory.place_of}
        return [row for row, place in zip(self.rows, self.places, strict=True) if place in wanted] if wanted else []


def groups_of_rows(tables: Tables, rows: Sequence[int]) -> RowGroups:
    """By a memory that knows these rows, but those that are gone."""
    name, newest = str(connection.settings_dict["NAME"]), max(rows, default=0)
    if connection.in_atomic_block and tables.numbers_come_again:
        own = _GroupTable()
        own.add(tables.groups_of(rows), newest)
        return RowGroups(own, rows, [own.places[row] for row in rows])
    with _lock:
        memory = _memories.get(name)
        if memory is None or time.monotonic() - memory.began > MAX_AGE:
            memory = _GroupTable()
            every = list(tables.groups_of(None))
            memory.add(every, max([newest, *(row for row, _ in every)]))
            _memories[name] = memory
        if newest >= len(memory.places):
            memory.add((), newest)
        places = list(map(memory.places.__getitem__, rows))
        if 0 in places:  # two transactions may end in another order than they began
            memory.add(tables.groups_of([row for row, place in zip(rows, places, strict=True) if not place]), newest)
            places = list(map(memory.places.__getitem__, rows))
    return RowGroups(memory, rows, places)
