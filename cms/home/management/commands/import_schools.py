from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms.home.management.commands._shared import ProvisioningCommand
from cms.home.provisioning import names
from cms.home.provisioning.importing import import_file
from cms.home.provisioning.printing import format_outcome, format_rejected_row, serialize_report, to_json


class Command(ProvisioningCommand):
    help = "Make schools from a .csv or .xlsx file (headers: docs/provisioning.md). Existing codes are brought in step."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--authority", help="governing authority of rows that name none: number, name or short name"
        )
        parser.add_argument("--level", default="", choices=["", *names.LEVELS], help="level of rows that tell none")
        parser.add_argument("--create-authorities", action="store_true", help="make authorities that are not known yet")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
        parser.add_argument("--json", action="store_true")

    def run(self, options):
        with tqdm(unit=" schools", disable=options["verbosity"] == 0 or None) as bar:
            report = import_file(
                options["file"], authority=options["authority"], level=options["level"],
                create_authorities=options["create_authorities"], dry_run=options["dry_run"],
                progress=bar.update, total=bar.reset,
            )  # fmt: skip
        if options["json"]:
            self.stdout.write(to_json(serialize_report(report)))
        else:
            self._print(report, options["verbosity"])
        if not report.outcomes:
            raise CommandError(_("Not a single row came in."))

    def _print(self, report, verbosity):
        if report.unknown_headers:
            self.stdout.write(_("Columns not used: %(names)s") % {"names": ", ".join(report.unknown_headers)})
        for name in report.authorities:
            self.stdout.write(_("New governing authority: %(name)s") % {"name": name})
        for outcome in report.outcomes:
            if verbosity > 1 or outcome.status != "unchanged":
                self.stdout.write(format_outcome(outcome))
        if report.rejected:
            self.stdout.write(_("Rejected rows (line: name: reason):"))
        for row in report.rejected:
            self.stdout.write(format_rejected_row(row))
        words = _(
            "%(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(rejected)s rejected."
        ) % {
            "created": report.count("created"), "updated": report.count("updated"),
            "unchanged": report.count("unchanged"), "rejected": len(report.rejected),
        }  # fmt: skip
        if report.dry_run:
            words = _("Dry run, nothing was written: ") + words
        self.stdout.write(words)
