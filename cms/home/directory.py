"""The list of all schools, read once per structure version and asked in memory.

3,000 schools are some 2 MB; every page of the portal asks several questions of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cms.core import versions
from cms.core.collation import sort_key
from cms.core.text import fold_diacritics
from cms.tenancy import sites
from cms.tenancy.authorities import disambiguation
from cms.tenancy.models import School

LEVELS = tuple(School.Level.values)


@dataclass(frozen=True)
class SchoolRow:
    """A school that has a site being served. ``search_text`` is folded (``cms.core.text.fold_diacritics``)."""

    id: int
    code: str
    name: str
    short_name: str
    level: str
    commune: str
    address: str
    host: str
    url: str
    search_text: str
    locality: str = ""  # only where another school has the same name

    @property
    def label(self) -> str:
        """The short name, with the locality where another school has the same name."""
        return f"{self.short_name} ({self.locality})" if self.locality else self.short_name

    @property
    def level_label(self):
        return School.Level(self.level).label


@dataclass(frozen=True)
class CommuneGroup:
    """Schools of one commune: the first few, and how many there are."""

    name: str
    count: int
    schools: tuple[SchoolRow, ...]


def _load_schools() -> tuple[SchoolRow, ...]:
    fields = ("id", "code", "name", "short_name", "level", "commune", "address", "site_id", "search_text")
    served = sites.sites_by_id()
    rows, localities = [], disambiguation.school_localities()
    for row in School.objects.filter(closed_on=None).values(*fields):
        info = served.get(row.pop("site_id"))
        if info is None:
            continue
        row["short_name"] = row["short_name"] or row["name"]
        row["search_text"] = row["search_text"] or fold_diacritics(f"{row['code']} {row['name']} {row['commune']}")
        rows.append(
            SchoolRow(**row, locality=localities.get(row["id"], ""), host=info.hostname, url=info.root_url + "/")
        )
    order = {level: number for number, level in enumerate(LEVELS)}
    rows.sort(key=lambda row: (order.get(row.level, 99), sort_key(row.short_name), row.code))
    return tuple(rows)


def served_schools() -> tuple[SchoolRow, ...]:
    """All served schools by level, then name."""
    return versions.get_or_build(("home.directory",), (versions.STRUCTURE,), _load_schools)


def schools_by_id() -> dict[int, SchoolRow]:
    return versions.get_or_build(
        ("home.directory.schools_by_id",), (versions.STRUCTURE,), lambda: {row.id: row for row in served_schools()}
    )


def filter_schools(rows: Iterable[SchoolRow], words: str = "", level: str = "", commune: str = "") -> list[SchoolRow]:
    """Rows that fit all that is given; each of the ``words`` may stand anywhere, with marks or without."""
    wanted = fold_diacritics(words).split()
    return [
        row
        for row in rows
        if (not level or row.level == level)
        and (not commune or row.commune == commune)
        and all(word in row.search_text for word in wanted)
    ]


def count_levels(rows: Iterable[SchoolRow]) -> list[tuple[str, int]]:
    """(level, number) in the order of the levels, empty ones left out."""
    counts = Counter(row.level for row in rows)
    return [(level, counts[level]) for level in LEVELS if counts[level]]


def count_communes(rows: Iterable[SchoolRow]) -> list[tuple[str, int]]:
    """(commune, number), most schools first; schools without a commune are left out."""
    counts = Counter(row.commune for row in rows if row.commune)
    return sorted(counts.items(), key=lambda item: (-item[1], sort_key(item[0])))


def group_by_commune(rows: Iterable[SchoolRow], each: int, elsewhere: int) -> list[CommuneGroup]:
    """All communes with their first ``each`` schools; last, without a name, ``elsewhere`` schools of no commune."""
    groups: dict[str, list[SchoolRow]] = defaultdict(list)
    for row in rows:
        groups[row.commune].append(row)
    ordered = sorted(groups.items(), key=lambda item: (not item[0], -len(item[1]), sort_key(item[0])))
    return [
        CommuneGroup(name, len(members), tuple(members[: each if name else elsewhere])) for name, members in ordered
    ]
