import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from cms.tenancy.authorities.reform import transfer_schools
from cms.tenancy.management.commands._authorities import find_authority, find_schools, parse_day


class Command(BaseCommand):
    help = "Put schools under another governing authority from a date on; the history stays."

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="+", metavar="CODE", help="codes of the schools")
        parser.add_argument("--to", required=True, help="number or name of the authority")
        parser.add_argument("--on", required=True, help="first day under it, 2025-07-01")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            on = parse_day(options["on"])
            to = find_authority(options["to"], on)
            schools = find_schools(options["codes"])
            try:
                moved = transfer_schools(schools, to, on)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            if options["json"]:
                row = {"authority": to.name, "id": to.pk, "on": on.isoformat(), "schools": len(schools), "moved": moved}
                self.stdout.write(json.dumps(row, ensure_ascii=False))
                return
            if not moved:
                self.stdout.write(_("This was carried out before:"))
            self.stdout.write(
                _("%(moved)s of %(count)s schools are under “%(name)s” from %(date)s.")
                % {"moved": moved, "count": len(schools), "name": to.name, "date": on.isoformat()}
            )
