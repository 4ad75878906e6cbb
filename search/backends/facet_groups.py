"""Cache per process: index row → facet group (``search.backends.groups``), so that counting ten thousand rows needs no
database look-up.

Rows never change and their ids are never reused, so the cache stays valid; nobody requests deleted rows. If the
database reuses ids after a rollback, rows read inside a transaction are not cached.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from search.backends.sql_dialects import Tables

#: Seconds; after a database restore under a running process the cache is stale for at most this time.
MAX_AGE = 600.0
Pairs = Iterable[tuple[int, int]]  # (row, its group)


@dataclass
class _GroupTable:
    """``positions[row]``: position of the row's group in ``groups``; position 0 means that the row is not cached."""

    began: float = field(default_factory=time.monotonic)
    positions: list[int] = field(default_factory=lambda: [0])
    groups: list[int] = field(default_factory=lambda: [0])
    position_of: dict[int, int] = field(default_factory=dict)

    def add(self, rows: Pairs, newest: int) -> None:
        self.positions.extend([0] * (newest + 1 - len(self.positions)))
        for row, group in rows:
            position = self.position_of.get(group)
            if position is None:
                self.groups.append(group)
                position = self.position_of[group] = len(self.groups) - 1
            self.positions[row] = position


_memories: dict[str, _GroupTable] = {}
_lock = threading.Lock()


def forget_groups() -> None:
    _memories.clear()


@dataclass(frozen=True)
class RowGroups:
    """Rows, and the position of each row's group in the cache; 0 for a deleted row."""

    memory: _GroupTable
    rows: Sequence[int]
    positions: list[int]

    @property
    def groups(self) -> list[int]:
        """Returns the group of each row, in this order; 0 for a deleted row."""
        return [self.memory.groups[position] for position in self.positions]

    @property
    def counts(self) -> Counter[int]:
        """Returns group → number of its rows."""
        groups = self.memory.groups
        return Counter({groups[position]: count for position, count in Counter(self.positions).items() if position})

    def rows_in(self, groups: Collection[int]) -> list[int]:
        """Returns the rows that belong to one of the groups."""
        wanted = {self.memory.position_of[group] for group in groups if group in self.memory.position_of}
        return (
            [row for row, position in zip(self.rows, self.positions, strict=True) if position in wanted]
            if wanted
            else []
        )


def groups_of_rows(tables: Tables, rows: Sequence[int]) -> RowGroups:
    """Returns the rows with their groups, from a cache that has all of them except deleted ones."""
    name, newest = str(connection.settings_dict["NAME"]), max(rows, default=0)
    if connection.in_atomic_block and tables.reuses_row_ids:
        own = _GroupTable()
        own.add(tables.groups_of(rows), newest)
        return RowGroups(own, rows, [own.positions[row] for row in rows])
    with _lock:
        memory = _memories.get(name)
        if memory is None or time.monotonic() - memory.began > MAX_AGE:
            memory = _GroupTable()
            every = list(tables.groups_of(None))
            memory.add(every, max([newest, *(row for row, _ in every)]))
            _memories[name] = memory
        if newest >= len(memory.positions):
            memory.add((), newest)
        positions = list(map(memory.positions.__getitem__, rows))
        if 0 in positions:  # transactions may commit in another order than they began
            memory.add(
                tables.groups_of([row for row, position in zip(rows, positions, strict=True) if not position]), newest
            )
            positions = list(map(memory.positions.__getitem__, rows))
    return RowGroups(memory, rows, positions)
