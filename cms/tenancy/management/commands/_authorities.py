"""Parses the arguments of commands about authorities: a day, an authority, codes of schools."""

from __future__ import annotations

import datetime

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.tenancy.authorities.reform import find_authorities
from cms.tenancy.models import GoverningAuthority, School


def parse_day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("“%(value)s” is not a date (write 2025-07-01).") % {"value": text}) from None


def find_authority(text: str, on: datetime.date) -> GoverningAuthority:
    if text.isdecimal():
        found = list(GoverningAuthority.objects.filter(pk=int(text)))
    else:
        matches = [found.authority for found in find_authorities(text, on) if found.authority.is_valid_on(on)]
        found = [
            row for row in matches if text.casefold() in (row.name.casefold(), row.short_name.casefold())
        ] or matches
    if not found:
        raise CommandError(_("No governing authority “%(value)s” is known.") % {"value": text})
    if len(found) > 1:
        names = "; ".join(f"{row.pk} {row.name}" for row in found[:10])
        raise CommandError(_("Several governing authorities fit: %(names)s") % {"names": names})
    return found[0]


def find_schools(codes: list[str]) -> list[School]:
    schools = {school.code: school for school in School.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in schools]:
        raise CommandError(_("No schools have these codes: %(codes)s") % {"codes": ", ".join(unknown)})
    return list(schools.values())
