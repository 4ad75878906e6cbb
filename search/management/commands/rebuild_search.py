"""Writes the whole index anew; the old one answers until the new one is whole."""

from __future__ import annotations

import json
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from search import indexing
from search.backends import engine
from search.backends.base import EngineDown


class Command(BaseCommand):
    help = "Bring the database index in step with the content, then build the engine's index anew and swap it in."

    def add_arguments(self, parser):
        parser.add_argument("--from-nothing", action="store_true", help="empty the database index first")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        began = time.perf_counter()
        if options["from_nothing"]:
            indexing.clear_database()
        with tqdm(disable=options["json"], unit="source", leave=False) as bar:
            result: dict = {"changed": indexing.reconcile_database(bar.update), "entries": indexing.count()}
        if backend := engine():
            try:
                with tqdm(total=result["entries"], disable=options["json"], unit="entry", leave=False) as bar:
                    result[backend.name] = indexing.rebuild_engine(backend, bar.update)
            except EngineDown as error:
                raise CommandError(
                    _("The database index is in step; %(engine)s failed and keeps its old index: %(error)s")
                    % {"engine": backend.name, "error": str(error)[:300]}
                ) from error
        result["seconds"] = round(time.perf_counter() - began, 1)
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self.stdout.write(self.style.SUCCESS(", ".join(f"{name} {value}" for name, value in result.items())))
