"""Renames, merges and splits governing authorities on a date; what they governed follows, the history stays."""

import csv
import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cms.tenancy.authorities import reform
from cms.tenancy.management.commands._authorities import find_authority, find_schools, parse_day
from cms.tenancy.models import AuthorityChange, GoverningAuthority


class Command(BaseCommand):
    help = "Rename, merge or split governing authorities from a date on; the history stays."

    def add_arguments(self, parser):
        steps = parser.add_subparsers(dest="step", required=True)
        rename = steps.add_parser("rename", help="a new name; schools and bodies below follow")
        rename.add_argument("old", help="number or name of the authority")
        merge = steps.add_parser("merge", help="several become one, a new one or one that exists")
        merge.add_argument("old", nargs="+", help="numbers or names of the authorities that end")
        split = steps.add_parser("split", help="one becomes several")
        split.add_argument("old", help="number or name of the authority")
        split.add_argument(
            "--schools", required=True, metavar="FILE.csv",
            help="columns: code (of the school), authority (name), for new ones also level and territory_code",
        )  # fmt: skip
        for one in (rename, merge):
            one.add_argument("--to", required=True, help="the new name; of a merger also one that exists")
            one.add_argument("--short-name", default="")
            one.add_argument("--level", default="", choices=["", *GoverningAuthority.Level.values])
            one.add_argument("--territory-code", default="")
        for one in (rename, merge, split):
            one.add_argument("--on", required=True, help="first day, 2025-07-01")
            one.add_argument("--note", default="", help="for instance the number of the resolution")
            one.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            on = parse_day(options["on"])
            try:
                with transaction.atomic():
                    before = AuthorityChange.objects.count()
                    successors = getattr(self, options["step"])(options, on)
                    lines = [_describe_authority(row, on) for row in successors]
                    done = AuthorityChange.objects.count() == before
                    transaction.set_rollback(options["dry_run"])
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            if done:
                lines.insert(0, _("This was carried out before:"))
            if options["dry_run"] or done:
                lines.append(_("Nothing was changed."))
            self.stdout.write("\n".join(lines))

    def rename(self, options, on) -> list[GoverningAuthority]:
        old = _find_ending(options["old"], on)
        return [reform.rename_authority(old, _new_authority(options["to"], options), on, options["note"])]

    def merge(self, options, on) -> list[GoverningAuthority]:
        olds = [_find_ending(text, on) for text in options["old"]]
        into = GoverningAuthority.objects.as_of(on).filter(name=options["to"]).first()
        return [reform.merge_authorities(olds, into or _new_authority(options["to"], options), on, options["note"])]

    def split(self, options, on) -> list[GoverningAuthority]:
        old = _find_ending(options["old"], on)
        rows = _read_rows(options["schools"])
        schools = {school.code: school for school in find_schools([row["code"] for row in rows])}
        parts: dict[str, tuple[dict, list]] = {}
        for row in rows:
            parts.setdefault(row["authority"], (row, []))[1].append(schools[row["code"]])
        existing = {row.name: row for row in GoverningAuthority.objects.as_of(on).filter(name__in=parts)}
        made = [
            reform.ReformPart(existing.get(name) or _new_authority(name, row), found)
            for name, (row, found) in parts.items()
        ]
        return reform.split_authority(old, made, on, options["note"])


def _find_ending(text: str, on: datetime.date) -> GoverningAuthority:
    """Returns the authority that ends: valid on the day before, also where the reform was carried out before."""
    return find_authority(text, on - reform.DAY)


def _new_authority(name: str, fields: dict) -> reform.NewAuthority:
    return reform.NewAuthority(
        name, fields.get("short_name") or "", fields.get("level") or "", fields.get("territory_code") or ""
    )


def _read_rows(path: str) -> list[dict]:
    """Returns the rows, each with a code and an authority."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(_("“%(file)s” cannot be read: %(error)s") % {"file": path, "error": error}) from error
    for number, row in enumerate(rows, 2):
        for name in ("code", "authority"):
            row[name] = (row.get(name) or "").strip()
            if not row[name]:
                raise CommandError(
                    _("Line %(number)d: the column “%(name)s” is empty.") % {"number": number, "name": name}
                )
        if row.get("level") and row["level"] not in GoverningAuthority.Level.values:
            levels = ", ".join(GoverningAuthority.Level.values)
            raise CommandError(
                _("Line %(number)d: the level is one of %(levels)s.") % {"number": number, "levels": levels}
            )
    return rows


def _describe_authority(authority: GoverningAuthority, on) -> str:
    count = authority.school_links.as_of(on).count()
    return _("%(number)d %(name)s, from %(date)s: %(count)d schools") % {
        "number": authority.pk, "name": authority.name, "date": on.isoformat(), "count": count,
    }  # fmt: skip
