"""Imports a file of schools: read → interpret → find authorities → create. A school is made whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cms.core.models import User
from cms.core.text import fold_diacritics
from cms.home.provisioning.create import SchoolOutcome, create_schools
from cms.home.provisioning.interpret import AcceptedRow, ImportDefaults, RejectedRow, interpret_rows
from cms.home.provisioning.lookup import AuthorityIndex, TakenLabels
from cms.home.provisioning.school_sheet import read_sheet
from cms.home.provisioning.spec import SpecError, SpecProblem
from cms.tenancy.models import GoverningAuthority, OfficePortal, School


@dataclass
class SchoolImportReport:
    """What a file gave. In a dry run ``outcomes`` tell what would be done; nothing stays."""

    outcomes: list[SchoolOutcome] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    authorities: list[str] = field(default_factory=list)  # created
    unknown_headers: tuple[str, ...] = ()
    dry_run: bool = False

    def count(self, status: str) -> int:
        return sum(1 for outcome in self.outcomes if outcome.status == status)


class _RollbackImport(Exception):
    pass


def import_file(
    path: str | Path, *, authority: str | None = None, level: str = "", create_authorities: bool = False,
    dry_run: bool = False, user: User | None=None, progress: Callable[[int], None] | None = None,
    total: Callable[[int], None] | None = None,
) -> SchoolImportReport:  # fmt: skip
    """Import ``path`` (.csv or .xlsx). Rejected rows are reported; the good ones are made, 100 to a transaction.

    ``authority`` and ``level`` stand in where a row says nothing. ``create_authorities`` makes unknown
    governing authorities whose level their name tells. ``total`` is called with the number of good rows,
    ``progress`` with each step. Raises ``school_sheet.SheetError`` and ``SpecError``.
    """
    if not OfficePortal.objects.exists():
        raise SpecError([SpecProblem("no_office")])
    table = read_sheet(path)
    found = interpret_rows(table.rows, ImportDefaults(authority, level))
    report = SchoolImportReport(rejected=found.rejected, unknown_headers=table.unknown_headers, dry_run=dry_run)
    try:
        with transaction.atomic() if dry_run else nullcontext():
            accepted = _resolve_authorities(found.accepted, report, create_authorities)
            if total:
                total(len(accepted))
            _create_accepted(accepted, report, user, progress)
            if dry_run:
                raise _RollbackImport
    except _RollbackImport:
        pass
    report.rejected.sort(key=lambda row: row.line)
    return report


def _create_accepted(
    accepted: list[AcceptedRow], report: SchoolImportReport, user: User | None, progress: Callable[[int], None] | None
) -> None:
    """Rows whose wanted host is taken are sorted out first, so that one of them does not stop a chunk."""
    good = _reject_taken_hosts(accepted, report.rejected)
    report.outcomes += create_schools([row.spec for row in good], user=user, progress=progress)


def _reject_taken_hosts(accepted: list[AcceptedRow], rejected: list[RejectedRow]) -> list[AcceptedRow]:
    """An existing school keeps its host whatever the row says; a new one may not take another's."""
    known = set(School.objects.filter(code__in=[row.spec.code for row in accepted]).values_list("code", flat=True))
    taken = TakenLabels()
    taken.look_up(row.spec.host_label for row in accepted if row.spec.host_label)
    good = []
    for row in accepted:
        label = row.spec.host_label
        if label and row.spec.code not in known:
            if label in taken:
                problem = SpecProblem("host_taken", "host_label", {"value": label})
                rejected.append(RejectedRow(row.line, row.spec.name, (problem,)))
                continue
            taken.take(label)
        good.append(row)
    return good


def _resolve_authorities(accepted: list[AcceptedRow], report: SchoolImportReport, create: bool) -> list[AcceptedRow]:
    """The specs with the authority's primary key in place of its name; the others go to ``rejected``."""
    known = AuthorityIndex(timezone.localdate())
    found: dict[int | str, GoverningAuthority | SpecProblem] = {}
    good = []
    for row in accepted:
        wanted = row.spec.authority
        assert wanted is not None  # rows without one are rejected while they are interpreted
        if wanted not in found:
            found[wanted] = _find_or_create_authority(known, wanted, create, report)
        authority = found[wanted]
        if isinstance(authority, SpecProblem):
            report.rejected.append(RejectedRow(row.line, row.spec.name, (authority,)))
        else:
            good.append(replace(row, spec=replace(row.spec, authority=authority.pk)))
    return good


def _find_or_create_authority(
    known: AuthorityIndex, wanted: int | str, create: bool, report: SchoolImportReport
) -> GoverningAuthority | SpecProblem:
    authority = known.find(wanted)
    if not create or not isinstance(authority, SpecProblem) or authority.code != "authority_unknown":
        return authority
    level = detect_authority_level(str(wanted))
    if level is None:
        return SpecProblem("authority_level", "authority", {"value": wanted})
    row = GoverningAuthority.objects.create(name=wanted, level=level)
    known.add(row)
    report.authorities.append(row.name)
    return row


def detect_authority_level(name: str) -> str | None:
    """Level that an authority's name tells, ``None`` when it does not.

    >>> detect_authority_level("Sở GD&ĐT Thanh Hóa"), detect_authority_level("UBND xã Đại Thanh")
    ('province', 'commune')
    >>> detect_authority_level("Tổ dân phố")
    """
    words = fold_diacritics(name)
    kinds = GoverningAuthority.Level
    if words.startswith("bo "):
        return kinds.CENTRAL.value
    if words.startswith("so "):
        return kinds.PROVINCE.value
    if any(word in words for word in (" xa ", " phuong ", " dac khu ")) and words.startswith(
        ("ubnd", "uy ban", "phong van hoa")
    ):
        return kinds.COMMUNE.value
    if words.startswith(("phong gd", "phong giao duc")):
        return kinds.DISTRICT.value
    return None
