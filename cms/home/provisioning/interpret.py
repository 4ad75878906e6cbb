"""A row of a table → a spec, or what is wrong with it. Pure (no database)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.core.text import fold_diacritics
from cms.home.provisioning import names
from cms.home.provisioning.school_sheet import SheetRow
from cms.home.provisioning.spec import SchoolSpec, SpecProblem, tidy, validate

_PRIVATE = ("tu thuc", "ngoai cong lap", "dan lap", "private", "tu")
_PUBLIC = ("cong lap", "public", "cong")


@dataclass(frozen=True)
class Rejected:
    line: int
    name: str
    problems: tuple[SpecProblem, ...]


@dataclass(frozen=True)
class Accepted:
    line: int
    spec: SchoolSpec


@dataclass
class Interpreted:
    accepted: list[Accepted] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(frozen=True)
class Defaults:
    """Said once for the whole file: used where a row says nothing."""

    authority: int | str | None = None
    level: str = ""


def parse_date(text: str) -> datetime.date | None:
    """
    >>> parse_date("01/07/2025"), parse_date("2025-07-01"), parse_date("mai")
    (datetime.date(2025, 7, 1), datetime.date(2025, 7, 1), None)
    """
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _ownership(text: str) -> str:
    words = fold_diacritics(text)
    if words in _PRIVATE:
        return "private"
    return "public" if words in _PUBLIC else text


def _level(row: SheetRow, defaults: Defaults) -> str:
    """As written in the row, else as the name says, else the file's default."""
    written = row.get("level")
    if written:
        return written.upper() if written.upper() in names.LEVELS else names.level_of(written) or written
    return names.level_of(row.get("name")) or defaults.level


def spec_of(row: SheetRow, defaults: Defaults) -> SchoolSpec:
    """Rows without a code get one made of name, district and province (``names.stable_code``)."""
    name = row.get("name")
    localities = (
        (row.get("district"), row.get("province")) if row.get("district") else (row.get("commune"), row.get("province"))
    )
    return tidy(
        SchoolSpec(
            code=row.get("code") or (names.stable_code(name, *localities) if name else ""), name=name,
            level=_level(row, defaults), ownership=_ownership(row.get("ownership")), address=row.get("address"),
            commune=row.get("commune"), authority=row.get("authority") or defaults.authority,
            authority_since=parse_date(row.get("since")), short_name=row.get("short_name"),
            host_label=row.get("host_label"), district=row.get("district"),
        )
    )  # fmt: skip


def interpret(rows: Iterable[SheetRow], defaults: Defaults | None = None) -> Interpreted:
    """Each row on its own, and rows against each other (a code or a school that stands there twice)."""
    defaults = defaults or Defaults()
    found = Interpreted()
    seen: dict[str, int] = {}
    for row in rows:
        spec = spec_of(row, defaults)
        problems = validate(spec)
        if row.get("since") and spec.authority_since is None:
            problems.append(SpecProblem("date_form", "authority_since", {"value": row.get("since")[:40]}))
        if spec.authority is None:
            problems.append(SpecProblem("authority_missing", "authority"))
        if spec.code in seen:
            code = "code_twice" if row.get("code") else "school_twice"
            problems.append(SpecProblem(code, "code", {"value": spec.code, "line": seen[spec.code]}))
        elif spec.code:
            seen[spec.code] = row.line
        if problems:
            found.rejected.append(Rejected(row.line, row.get("name"), tuple(problems)))
        else:
            found.accepted.append(Accepted(row.line, spec))
    return found
