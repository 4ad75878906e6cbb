import datetime
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from cms.tenancy.models import GoverningAuthority, School
from cms.tenancy.reform import find_authorities, transfer_schools


class Command(BaseCommand):
    help = "Put schools under another governing authority from a date on; the history stays."

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="+", metavar="CODE", help="codes of the schools")
        parser.add_argument("--to", required=True, help="number or name of the authority")
        parser.add_argument("--on", required=True, help="first day under it, 2025-07-01")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            on = _date(options["on"])
            to = _authority(options["to"], on)
            schools = _schools(options["codes"])
            try:
                moved = transfer_schools(schools, to, on)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            if options["json"]:
                row = {"authority": to.name, "id": to.pk, "on": on.isoformat(), "schools": len(schools), "moved": moved}
                self.stdout.write(json.dumps(row, ensure_ascii=False))
                return
            self.stdout.write(
                _("%(moved)s of %(count)s schools are under “%(name)s” from %(date)s.")
                % {"moved": moved, "count": len(schools), "name": to.name, "date": on.isoformat()}
            )


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("“%(value)s” is not a date (write 2025-07-01).") % {"value": text}) from None


def _authority(text: str, on: datetime.date) -> GoverningAuthority:
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


def _schools(codes: list[str]) -> list[School]:
    schools = {school.code: school for school in School.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in schools]:
        raise CommandError(_("No schools have these codes: %(codes)s") % {"codes": ", ".join(unknown)})
    return list(schools.values())
