from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.home.management.commands._shared import ProvisioningCommand
from cms.home.provisioning import names
from cms.home.provisioning.create import create_school
from cms.home.provisioning.interpret import parse_date
from cms.home.provisioning.printing import format_outcome, serialize_outcome, to_json
from cms.home.provisioning.spec import SchoolSpec


class Command(ProvisioningCommand):
    help = "Make one school with its site, section, pages, collection and settings; run again to change its data."

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--level", default="", help=f"{', '.join(names.LEVELS)}; empty: read from the name")
        parser.add_argument("--ownership", default="", choices=["", "public", "private"])
        parser.add_argument("--authority", help="number, name or short name of the governing authority")
        parser.add_argument("--authority-since", default="", help="first day under it, 2025-07-01")
        parser.add_argument("--commune", default="")
        parser.add_argument("--address", default="")
        parser.add_argument("--short-name", default="")
        parser.add_argument("--host", default="", help="host label; empty: made from the name")
        parser.add_argument("--json", action="store_true")

    def run(self, options):
        since = parse_date(options["authority_since"])
        if options["authority_since"] and since is None:
            raise CommandError(_("“%(value)s” is not a date.") % {"value": options["authority_since"]})
        outcome = create_school(
            SchoolSpec(
                code=options["code"], name=options["name"],
                level=options["level"] or names.detect_level(options["name"]) or "",
                ownership=options["ownership"], address=options["address"], commune=options["commune"],
                authority=options["authority"], authority_since=since, short_name=options["short_name"],
                host_label=options["host"],
            )
        )  # fmt: skip
        self.stdout.write(to_json(serialize_outcome(outcome)) if options["json"] else format_outcome(outcome))
