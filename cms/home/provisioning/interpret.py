"""A row of a table → a spec, or what is wrong with it. Pure (no database)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.core.text import fold_diacritics
from cms.home.provisioning import names
from cms.home.provisioning.school_sheet import SheetRow
from cms.home.provisioning.spec import SchoolSpec, SpecProblem, normalize_spec, validate_spec

_PRIVATE_WORDS = ("tu thuc", "ngoai cong lap", "dan lap", "private", "tu")
_PUBLIC_WORDS = ("cong lap", "public", "cong")


@dataclass(frozen=True)
class RejectedRow:
    line: int
    name: str
    problems: tuple[SpecProblem, ...]


@dataclass(frozen=True)
class AcceptedRow:
    line: int
    spec: SchoolSpec


@dataclass
class InterpretedRows:
    accepted: list[AcceptedRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


@dataclass(frozen=True)
class ImportDefaults:
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


def _parse_ownership(text: str) -> str:
    words = fold_diacritics(text)
    if words in _PRIVATE_WORDS:
        return "private"
    return "public" if words in _PUBLIC_WORDS else text


def _choose_level(row: SheetRow, defaults: ImportDefaults) -> str:
    """As written in the row, else as the name says, else the file's default."""
    written = row.get("level")
    if written:
        return written.upper() if written.upper() in names.LEVELS else names.detect_level(written) or written
    return names.detect_level(row.get("name")) or defaults.level


def build_spec(row: SheetRow, defaults: ImportDefaults) -> SchoolSpec:
    """Rows without a code get one made of name, district and province (``names.build_stable_code``)."""
    name = row.get("name")
    localities = (
        (row.get("district"), row.get("province")) if row.get("district") else (row.get("commune"), row.get("province"))
    )
    return normalize_spec(
        SchoolSpec(
            code=row.get("code") or (names.build_stable_code(name, *localities) if name else ""), name=name,
            level=_choose_level(row, defaults), ownership=_parse_ownership(row.get("ownership")),
            address=row.get("address"),
            commune=row.get("commune"), authority=row.get("authority") or defaults.authority,
            authority_since=parse_date(row.get("since")), short_name=row.get("short_name"),
            host_label=row.get("host_label"), district=row.get("district"),
        )
    )  # fmt: skip


def interpret_rows(rows: Iterable[SheetRow], defaults: ImportDefaults | None = None) -> InterpretedRows:
    """Each row on its own, and rows against each other (a code or a school that stands there twice)."""
    defaults = defaults or ImportDefaults()
    found = InterpretedRows()
    seen: dict[str, int] = {}
    for row in rows:
        spec = build_spec(row, defaults)
        problems = validate_spec(spec)
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
            found.rejected.append(RejectedRow(row.line, row.get("name"), tuple(problems)))
        else:
            found.accepted.append(AcceptedRow(row.line, spec))
    return found
