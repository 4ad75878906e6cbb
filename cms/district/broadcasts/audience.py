"""Which schools are meant. Pure: no Django, no database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class SchoolFacts:
    """What a rule can ask about a school. ``authorities``: (id, first day or None, last day or None)."""

    id: int
    code: str
    name: str
    level: str
    commune: str
    authorities: tuple[tuple[int, datetime.date | None, datetime.date | None], ...] = ()

    def authority_on(self, day: datetime.date) -> int | None:
        for authority_id, first, last in self.authorities:
            if (first is None or first <= day) and (last is None or day <= last):
                return authority_id
        return None


@dataclass(frozen=True)
class AudienceRule:
    """A rule, not a list of rows: a school that comes to fit it later is meant too.

    ``as_of``: the day on which the authority governed the school; None means each present day, so that the
    audience follows a reform.
    """

    audience: str
    levels: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()
    authority_id: int | None = None
    as_of: datetime.date | None = None
    school_ids: frozenset[int] = frozenset()

    def includes_school(self, school: SchoolFacts, day: datetime.date) -> bool:
        if self.audience == "all":
            return True
        if self.audience == "level":
            return school.level in self.levels
        if self.audience == "commune":
            return school.commune in self.communes
        if self.audience == "authority":
            return self.authority_id is not None and school.authority_on(self.as_of or day) == self.authority_id
        return school.id in self.school_ids
