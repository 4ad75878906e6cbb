"""Amendments of the codification into the library: ``manage.py import_amendments FILE.csv [--notes
ARTICLES.jsonl.xz]``."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.legal.amendments.apply import find_candidates
from cms.legal.amendments.edges import COLUMNS, build_edges, read_notes, read_rows
from cms.legal.amendments.load import store_edges
from cms.legal.models import AmendmentEdge


class Command(BaseCommand):
    help = (
        "Import which articles were amended or abolished by which documents. The same file again changes nothing; "
        "what the library does not hold waits, what fits several documents is listed with them."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=f"CSV with the columns {', '.join(COLUMNS)}")
        parser.add_argument("--notes", type=Path, help="the codification's articles, for rows that name no verb")

    def handle(self, **options):
        try:
            rows = list(read_rows(options["file"]))
            notes = read_notes(options["notes"]) if options["notes"] else None
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ValueError as error:
            raise CommandError(f"Columns are missing or a line is broken: {error}") from error
        counts = store_edges(build_edges(rows, notes))
        self.stdout.write(json.dumps({"rows": len(rows), **counts}))
        for edge in AmendmentEdge.objects.filter(state=AmendmentEdge.State.AMBIGUOUS):
            fitting = [row for rows in find_candidates(edge).values() if len(rows) > 1 for row in rows]
            self.stderr.write(
                f"{edge}, {', '.join(edge.provisions)}: " + "; ".join(f"{row} ({row.pk})" for row in fitting)
            )
