"""Which group each row of the index belongs to (``search.backends.groups``), remembered by each process: counting ten
thousand rows then means no look-up of rows.

A row is never changed and its number never comes again, so what is remembered stays true; of rows that are gone
nobody asks. Where a transaction that is undone gives its numbers back, nothing read inside one is remembered.
"""

from __future__ import annotations

import threading
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from search.backends.tables import Tables

#: Seconds. A database that was put back from a copy under a running process is believed after that time.
AGE = 600.0
Pairs = Iterable[tuple[int, int]]  # (row, its group)


@dataclass
class _Memory:
    """``places[row]`` is the group's place in ``groups``; place 0 means that the row is not known."""

    began: float = field(default_factory=time.monotonic)
    places: array = field(default_factory=lambda: array("I", [0]))
    groups: list[int] = field(default_factory=lambda: [0])
    place_of: dict[int, int] = field(default_factory=dict)

    def add(self, rows: Pairs, newest: int) -> None:
        self.places.extend(array("I", [0]) * (newest + 1 - len(self.places)))
        for row, group in rows:
            place = self.place_of.get(group)
            if place is None:
                self.groups.append(group)
                place = self.place_of[group] = len(self.groups) - 1
            self.places[row] = place


_memories: dict[str, _Memory] = {}
_lock = threading.Lock()


def forget() -> None:
    _memories.clear()


def _places(tables: Tables, rows: Sequence[int]) -> tuple[_Memory, list[int]]:
    """A memory that knows these rows, and the place there of each; 0 for one that is gone."""
    name, newest = str(connection.settings_dict["NAME"]), max(rows, default=0)
    if connection.in_atomic_block and tables.numbers_come_again:
        own = _Memory()
        own.add(tables.groups_of(rows), newest)
        return own, [own.places[row] for row in rows]
    with _lock:
        memory = _memories.get(name)
        if memory is None or time.monotonic() - memory.began > AGE:
            memory = _Memory()
            every = list(tables.groups_of(None))
            memory.add(every, max([newest, *(row for row, _ in every)]))
            _memories[name] = memory
        if newest >= len(memory.places):
            memory.add((), newest)
        places = list(map(memory.places.__getitem__, rows))
        if 0 in places:  # two transactions may end in another order than they began
            memory.add(tables.groups_of([row for row, place in zip(rows, places, strict=True) if not place]), newest)
            places = list(map(memory.places.__getitem__, rows))
    return memory, places


def groups_of(tables: Tables, rows: Sequence[int]) -> list[int]:
    """The group of each row, in this order; 0 for one that is gone."""
    memory, places = _places(tables, rows)
    return [memory.groups[place] for place in places]


def counts(tables: Tables, rows: Sequence[int]) -> Counter[int]:
    """Group → how many of these rows belong to it."""
    memory, places = _places(tables, rows)
    return Counter({memory.groups[place]: count for place, count in Counter(places).items() if place})
