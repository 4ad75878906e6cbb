"""Reforms of the administration: authorities are renamed, split, merged, and schools change authority on a date.

A reform is carried out once: the same call again changes nothing and returns the existing rows. Nothing is overwritten.
The old row ends the day before, the new one begins on the day, and an ``AuthorityChange`` joins them; a school's old
link stays with its dates. Sites, URLs and documents (with their issuers as printed) do not change. Every function runs
in one transaction and raises ``ReformError``.

The model case: on 1 July 2025 the district of Thanh Trì ended, and its schools went from the district's Phòng GD&ĐT to
the offices of five communes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import versions
from cms.core.signals import pages_changed
from cms.core.text import collapse_whitespace, fold_diacritics
from cms.tenancy.models import AuthorityChange, GoverningAuthority, School, SchoolAuthority

DAY = datetime.timedelta(days=1)
FIRST_YEAR, LAST_YEARS_AHEAD = 1945, 5


class ReformError(ValidationError):
    """The reform cannot be carried out; the message says why in the active language."""


@dataclass(frozen=True)
class NewAuthority:
    """A row to create. ``level`` and ``parent`` empty: those of the (first) predecessor."""

    name: str
    short_name: str = ""
    level: str = ""
    territory_code: str = ""
    parent: GoverningAuthority | None = None


@dataclass(frozen=True)
class ReformPart:
    """One successor of a split and the schools that it gets."""

    authority: NewAuthority | GoverningAuthority
    schools: Sequence[School] = ()


@dataclass(frozen=True)
class FoundAuthority:
    """``current_school``: the row itself while valid, else its successors that are valid, however many reforms
    later."""

    authority: GoverningAuthority
    current: tuple[GoverningAuthority, ...]


@transaction.atomic
def rename_authority(
    old: GoverningAuthority, new: NewAuthority, on: datetime.date, note: str = ""
) -> GoverningAuthority:
    """Renames from ``on``; all schools and subordinate bodies follow. Returns the new row."""
    _check_date(on)
    old = _lock_authorities([old])[0]
    if done := _already_done([old], [new], on, AuthorityChange.Kind.RENAME):
        return done[0]
    _check_not_succeeded([old])
    successor = _record_succession([old], new, on, AuthorityChange.Kind.RENAME, note)
    _end_authorities([old], on)
    _move_all_schools([old], successor, on)
    return successor


@transaction.atomic
def merge_authorities(
    olds: Sequence[GoverningAuthority], into: NewAuthority | GoverningAuthority, on: datetime.date, note: str = ""
) -> GoverningAuthority:
    """Merges several into one, a new row or an existing one (which then continues). Returns it."""
    _check_date(on)
    ending = [old for old in olds if not (isinstance(into, GoverningAuthority) and old.pk == into.pk)]
    if len({old.pk for old in olds}) < 2 and not (isinstance(into, GoverningAuthority) and ending):
        raise ReformError(_("A merger needs at least two authorities."))
    ending = _lock_authorities(ending)
    if done := _already_done(ending, [into], on, AuthorityChange.Kind.MERGE):
        return done[0]
    _check_not_succeeded(ending)
    successor = _record_succession(ending, into, on, AuthorityChange.Kind.MERGE, note)
    _end_authorities(ending, on)
    _move_all_schools(ending, successor, on)
    return successor


@transaction.atomic
def split_authority(
    old: GoverningAuthority, parts: Sequence[ReformPart], on: datetime.date, note: str = ""
) -> list[GoverningAuthority]:
    """Splits one into several. Every school of ``old`` must be in exactly one part. Returns the successors in order."""
    _check_date(on)
    if len(parts) < 2:
        raise ReformError(_("A split needs at least two successors."))
    old = _lock_authorities([old])[0]
    done = _already_done([old], [part.authority for part in parts], on, AuthorityChange.Kind.SPLIT)
    if done and all(_are_governed_by(part.schools, row, on) for part, row in zip(parts, done, strict=True)):
        return done
    _check_not_succeeded([old])
    _check_every_school_placed(old, parts, on)
    successors = []
    for part in parts:
        successor = _record_succession([old], part.authority, on, AuthorityChange.Kind.SPLIT, note)
        _move_schools(part.schools, successor, on)
        successors.append(successor)
    _end_authorities([old], on)
    versions.bump_versions(versions.STRUCTURE)
    return successors


@transaction.atomic
def transfer_schools(schools: Iterable[School], to: GoverningAuthority, on: datetime.date) -> int:
    """Moves schools to another authority on ``on``; the authorities themselves continue. Returns how many moved (those
    already there are not counted)."""
    _check_date(on)
    to = _lock_authorities([to])[0]
    _check_valid(to, on)
    moved = _move_schools(list(schools), to, on)
    versions.bump_versions(versions.STRUCTURE)
    return moved


def find_authorities(text: str, day: datetime.date | None = None) -> list[FoundAuthority]:
    """Returns authorities whose name or short name, past or present, contains ``text`` (ignores diacritics and
    case)."""
    wanted = fold_diacritics(collapse_whitespace(text))
    if not wanted:
        return []
    day = day or timezone.localdate()
    rows = {row.pk: row for row in GoverningAuthority.objects.order_by("name", "valid_from")}
    after: dict[int, list[int]] = {}
    for predecessor, successor in AuthorityChange.objects.values_list("predecessor_id", "successor_id"):
        after.setdefault(predecessor, []).append(successor)
    found = [
        row for row in rows.values() if wanted in fold_diacritics(row.name) or wanted in fold_diacritics(row.short_name)
    ]
    return [FoundAuthority(row, _current_successors(row, rows, after, day)) for row in found]


def _current_successors(row, rows, after, day) -> tuple[GoverningAuthority, ...]:
    seen, queue, current = {row.pk}, [row.pk], []
    while queue:
        pk = queue.pop(0)
        if rows[pk].is_valid_on(day):
            current.append(rows[pk])
            continue
        for successor in after.get(pk, []):
            if successor not in seen:
                seen.add(successor)
                queue.append(successor)
    return tuple(current)


# --- checks --------------------------------------------------------------------------------------------


def _format_date(day: datetime.date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def _check_date(on: datetime.date) -> None:
    if not isinstance(on, datetime.date) or isinstance(on, datetime.datetime):
        raise ReformError(_("The day of the reform is missing."))
    if on.year < FIRST_YEAR or on.year > timezone.localdate().year + LAST_YEARS_AHEAD:
        raise ReformError(_("%(date)s cannot be the day of a reform.") % {"date": _format_date(on)})


def _check_valid(authority: GoverningAuthority, on: datetime.date) -> None:
    if not authority.is_valid_on(on):
        raise ReformError(
            _("“%(name)s” is not in being on %(date)s.") % {"name": authority.name, "date": _format_date(on)}
        )


def _check_can_end(old: GoverningAuthority, on: datetime.date) -> None:
    if old.valid_to is not None and old.valid_to != on - DAY:
        raise ReformError(
            _("“%(name)s” ends on %(date)s already.") % {"name": old.name, "date": _format_date(old.valid_to)}
        )
    if old.valid_from is not None and old.valid_from >= on:
        raise ReformError(
            _("“%(name)s” begins on %(date)s only.") % {"name": old.name, "date": _format_date(old.valid_from)}
        )


def _check_not_succeeded(olds: Sequence[GoverningAuthority]) -> None:
    """Rejects another reform of what has ended and has successors."""
    for old in olds:
        if old.valid_to is not None and AuthorityChange.objects.filter(predecessor=old).exists():
            raise ReformError(
                _("“%(name)s” ends on %(date)s already.") % {"name": old.name, "date": _format_date(old.valid_to)}
            )


def _check_every_school_placed(old: GoverningAuthority, parts: Sequence[ReformPart], on: datetime.date) -> None:
    placed: dict[int, School] = {}
    for part in parts:
        for school in part.schools:
            if school.pk in placed:
                raise ReformError(_("“%(name)s” stands in two parts.") % {"name": school.name})
            placed[school.pk] = school
    left = list(
        School.objects.filter(_open_school_links([old])).exclude(pk__in=placed).values_list("name", flat=True)[:4]
    )
    if left:
        names = ", ".join(left[:3]) + (" …" if len(left) > 3 else "")
        raise ReformError(_("These schools have no new authority yet: %(names)s") % {"names": names})


def _already_done(
    olds: Sequence[GoverningAuthority], news: Sequence[NewAuthority | GoverningAuthority], on: datetime.date, kind: str
) -> list[GoverningAuthority]:
    """The successors, in the order of ``news``, if exactly this was carried out before; else nothing."""
    found: list[GoverningAuthority] = []
    for old in olds:
        changes = AuthorityChange.objects.filter(predecessor=old, on=on, kind=kind).select_related("successor")
        rows = [change.successor for change in changes]
        ordered = [next((row for row in rows if _is_same_authority(row, new)), None) for new in news]
        same = [row for row in ordered if row is not None]
        if old.valid_to != on - DAY or len(same) != len(news) or {row.pk for row in same} != {row.pk for row in rows}:
            return []
        if found and found != same:
            return []
        found = same
    return found


def _is_same_authority(row: GoverningAuthority, new: NewAuthority | GoverningAuthority) -> bool:
    return row.pk == new.pk if isinstance(new, GoverningAuthority) else row.name == collapse_whitespace(new.name)


def _are_governed_by(schools: Sequence[School], authority: GoverningAuthority, on: datetime.date) -> bool:
    links = SchoolAuthority.objects.as_of(on).filter(school__in=[school.pk for school in schools], authority=authority)
    return links.count() == len({school.pk for school in schools})


# --- writing -------------------------------------------------------------------------------------------


def _lock_authorities(authorities: Iterable[GoverningAuthority]) -> list[GoverningAuthority]:
    """Returns fresh copies in the order given, locked until the transaction ends."""
    keys = [row.pk for row in authorities]
    rows = {row.pk: row for row in GoverningAuthority.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if len(rows) != len(set(keys)):
        raise ReformError(_("The authority does not exist any more."))
    return [rows[key] for key in dict.fromkeys(keys)]


def _open_school_links(authorities: Iterable[GoverningAuthority]) -> Q:
    links = SchoolAuthority.objects.filter(authority__in=[row.pk for row in authorities], valid_to=None)
    return Q(pk__in=links.values("school_id"))


def _record_succession(olds, new, on: datetime.date, kind: str, note: str) -> GoverningAuthority:
    for old in olds:
        _check_can_end(old, on)
    if isinstance(new, GoverningAuthority):
        successor = _lock_authorities([new])[0]
        _check_valid(successor, on)
    else:
        successor = _create_authority(new, olds[0], on)
    for old in olds:
        AuthorityChange.objects.get_or_create(
            predecessor=old, successor=successor, on=on, defaults={"kind": kind, "note": note[:255]}
        )
    return successor


def _create_authority(new: NewAuthority, like: GoverningAuthority, on: datetime.date) -> GoverningAuthority:
    name = collapse_whitespace(new.name)
    if not name:
        raise ReformError(_("The new authority needs a name."))
    if GoverningAuthority.objects.as_of(on).filter(name=name).exclude(pk=like.pk).exists():
        raise ReformError(_("“%(name)s” exists already.") % {"name": name})
    row = GoverningAuthority(
        name=name, short_name=collapse_whitespace(new.short_name), level=new.level or like.level,
        parent=new.parent or like.parent,
        territory_code=new.territory_code or ("" if new.level else like.territory_code), valid_from=on,
    )  # fmt: skip
    try:
        row.full_clean(exclude=["successors"])
    except ValidationError as error:
        raise ReformError(error.messages) from error
    row.save()
    return row


def _end_authorities(olds: Iterable[GoverningAuthority], on: datetime.date) -> None:
    for old in olds:
        old.valid_to = on - DAY
        old.save(update_fields=["valid_to"])


def _move_all_schools(olds: Sequence[GoverningAuthority], successor: GoverningAuthority, on: datetime.date) -> None:
    _move_schools(list(School.objects.filter(_open_school_links(olds))), successor, on)
    subordinates = GoverningAuthority.objects.filter(parent__in=[old.pk for old in olds])
    subordinates.filter(Q(valid_to=None) | Q(valid_to__gte=on)).exclude(pk=successor.pk).update(parent=successor)
    versions.bump_versions(versions.STRUCTURE)


def _move_schools(schools: Sequence[School], to: GoverningAuthority, on: datetime.date) -> int:
    """Closes the open links the day before and opens new ones, in three statements."""
    open_links = {
        link.school_id: link
        for link in SchoolAuthority.objects.select_for_update(of=("self",))
        .filter(school__in=[school.pk for school in schools], valid_to=None)
        .select_related("school")
    }
    moving = []
    for school in schools:
        link = open_links.get(school.pk)
        if link and link.authority_id == to.pk:
            continue
        if link and link.valid_from is not None and link.valid_from >= on:
            raise ReformError(
                _("“%(name)s” has its present authority from %(date)s only.")
                % {"name": school.name, "date": _format_date(link.valid_from)}
            )
        moving.append(school.pk)
    SchoolAuthority.objects.filter(school__in=moving, valid_to=None).update(valid_to=on - DAY)
    SchoolAuthority.objects.bulk_create(SchoolAuthority(school_id=pk, authority=to, valid_from=on) for pk in moving)
    if moving:
        _announce_change(moving)
    return len(moving)


def _announce_change(school_ids: list[int]) -> None:
    """Notifies the search index, which finds a page's authority through its school."""
    roots = School.objects.filter(pk__in=school_ids).values("home_page__path")
    pages = Page.objects.annotate(root=Left("path", 2 * Page.steplen)).filter(root__in=roots)
    pages_changed.send(sender=School, page_ids=list(pages.values_list("pk", flat=True)))
