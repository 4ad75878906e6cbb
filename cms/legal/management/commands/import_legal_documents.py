"""``manage.py import_legal_documents FILE…``: documents with their articles into the library."""

import datetime
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms.legal.importer.documents.sources import kind_of_name
from cms.legal.importer.proposals import propose_files
from cms.legal.importer.records import ImportFileError
from cms.legal.importer.report import ImportReport, sentence
from cms.legal.importer.run import ImportBusy, import_archive, import_files
from cms.legal.importer.tables.readers import kind_of


class Command(BaseCommand):
    help = (
        "Imports legal documents from JSON lines or CSV, also compressed (.xz, .gz, .bz2), or XLSX. Several files are "
        "read together: a table of documents and the articles they are made of. Interrupted, it goes on where it "
        "stopped; "
        "run again, it changes nothing. A ZIP holds a table and the files that it names. What DOCX, PDF and HTML "
        "files say "
        "of themselves waits in the admin until a person confirms it."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, metavar="FILE", nargs="+")
        parser.add_argument("--dry-run", action="store_true", help="try everything, write nothing")
        parser.add_argument("--restart", action="store_true", help="begin anew what was interrupted")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument(
            "--stated-on", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD",
            help="the day of which the source speaks, where its rows name none; else the last day "
            "on which a document of a codification "
            "was issued, or the day of the newest file",
        )  # fmt: skip
        parser.add_argument("--limit", type=int, default=None, metavar="N", help="the first N rows only")

    def handle(self, *args, files: list[Path], dry_run: bool, limit: int | None, restart: bool, **options):
        told = {"limit": limit, "dry_run": dry_run, "restart": restart, "stated_on": options["stated_on"]}
        for file in files:
            if not file.is_file():
                raise CommandError(_("There is no file %(file)s.") % {"file": file})
        if limit is not None and limit < 1:
            raise CommandError(_("--limit has to be 1 or more."))
        self.quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        try:
            report = self._import(files, **told)
        except ImportFileError as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": sentence(error.problem)}) from error
        except ImportBusy as error:
            raise CommandError(_("These files are being imported by somebody else right now.")) from error
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": dry_run, **report.as_dict()}, ensure_ascii=False, indent=1))
        else:
            self._print(report, dry_run)
        if report.came_to_nothing:
            raise CommandError(_("Not a single row came in."))

    def _import(self, files: list[Path], **options) -> ImportReport:
        options["watch"] = self._watch
        archives = [file for file in files if kind_of(file) == ".zip"]
        documents = [file for file in files if kind_of_name(file.name)]
        rows = [file for file in files if file not in archives and file not in documents]
        options["believed"] = True  # an export comes back with what its sources say
        report = import_files(rows, **options) if rows else ImportReport()
        for archive in archives:
            report.absorb(import_archive(archive, **options))
        if documents:
            named = [(file, file.name) for file in documents]
            report.absorb(propose_files(named, dry_run=options["dry_run"], watch=self._watch))
        return report

    def _print(self, report, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write(_("Trial run: nothing was written."))
        for line in report.lines():
            self.stdout.write(line)

    def _watch(self, what: str, items, total: int | None):
        words = {"read": (_("Reading"), _("rows")), "load": (_("Loading"), _("documents"))}[what]
        return tqdm(items, total=total, desc=words[0], unit=" " + words[1], disable=self.quiet)
