"""``manage.py import_legal_documents FILE``: JSON lines of documents with their articles into the library."""

import json
import sys
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms.legal.importer.load import load
from cms.legal.importer.plan import validate
from cms.legal.importer.readers import FileError, read_lines
from cms.legal.importer.report import Report
from cms.legal.seeds import seed_library


class Command(BaseCommand):
    help = "Imports legal documents from JSON lines (.jsonl or .jsonl.xz); run again, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="try everything, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--limit", type=int, default=None, metavar="N", help="the first N rows only")

    def handle(self, *args, file: Path, dry_run: bool, limit: int | None, **options):
        if not file.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": file})
        if limit is not None and limit < 1:
            raise CommandError(_("--limit has to be 1 or more."))
        report = Report()
        quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        try:
            with tqdm(read_lines(file), desc=_("Reading"), unit=_("rows"), disable=quiet) as lines:
                records = validate(islice(lines, limit), report)
        except FileError as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": error}) from error
        with (
            transaction.atomic(),
            tqdm(total=len(records), desc=_("Loading"), unit=_("documents"), disable=quiet) as bar,
        ):
            seed_library()
            load(records, report, progress=bar.update)
            transaction.set_rollback(dry_run)
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": dry_run, **report.as_dict()}, ensure_ascii=False, indent=1))
            return
        if dry_run:
            self.stdout.write(_("Trial run: nothing was written."))
        for line in report.lines():
            self.stdout.write(line)
