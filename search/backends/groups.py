"""Facet groups: entries with equal facet values (kind, school, type, issuer, year, status history …).

An entry stores only the number of its group, so that counting ten thousand candidates means counting numbers. The
number is derived from the contents: it never changes its meaning, and a process can cache it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.index.contract import FACETS, LIBRARY_KINDS, Entry
from search.models import IndexGroup

STATUS = "status"
_PLAIN = tuple(name for name in FACETS if name != STATUS)
_SEVERAL = ("issuer", "law_field")
_known: dict[int, Group] = {}
MAX_KNOWN = 300_000


@dataclass(frozen=True)
class Group:
    """``values``: facets without the status. ``statuses``: (code, its first day or ""), in order; library only."""

    kind: str
    site_id: int | None
    locales: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]

    def status_on(self, day: datetime.date) -> str:
        """Returns the code of the status on that day; "" if there is none."""
        return status_on(self.statuses, day)


def status_on(statuses: Iterable[tuple[str, str]], day: datetime.date) -> str:
    """Returns the code of the status on that day; "" if there is none.

    >>> status_on((("not_yet", ""), ("in_force", "2017-06-01")), datetime.date(2017, 6, 1))
    'in_force'
    """
    text, found = day.isoformat(), ""
    for code, begins in statuses:
        if begins <= text:
            found = code
    return found


def _facet_values(entry: Entry) -> list[tuple[str, str]]:
    found = []
    for name in _PLAIN:
        value = getattr(entry, name)
        for part in value.split("|") if name in _SEVERAL else (value,):
            if part:
                found.append((name, part))
    return found


def group_of(entry: Entry) -> IndexGroup:
    """Returns the unsaved row of an entry's group."""
    statuses = entry.statuses if entry.kind in LIBRARY_KINDS else ()
    parts = [entry.kind, entry.site_id, entry.locales, _facet_values(entry), statuses]
    contents = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    number = int.from_bytes(hashlib.blake2b(contents.encode(), digest_size=8).digest(), "big") >> 1
    return IndexGroup(id=number, contents=contents)


def save_groups(groups: Iterable[IndexGroup]) -> None:
    IndexGroup.objects.bulk_create(
        {group.id: group for group in groups}.values(), ignore_conflicts=True, batch_size=500
    )


def _read_group(contents: str) -> Group:
    kind, site_id, locales, values, statuses = json.loads(contents)
    return Group(kind, site_id, tuple(locales), tuple(map(tuple, values)), tuple(map(tuple, statuses)))


def groups_by_number(numbers: Iterable[int]) -> Mapping[int, Group]:
    """Returns number → group, for at least these numbers."""
    global _known
    known = _known
    missing = [number for number in numbers if number not in known]
    if len(known) + len(missing) > MAX_KNOWN:
        known = _known = {}  # another thread may still read the old ones
        missing = list(numbers)
    for start in range(0, len(missing), 900):
        rows = IndexGroup.objects.filter(id__in=missing[start : start + 900]).values_list("id", "contents")
        known.update((number, _read_group(contents)) for number, contents in rows)
    return known
