"""Rebuilds the whole index; the old one answers until the new one is complete."""

from __future__ import annotations

import json
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms.core.media.file_text.store import forget_unreadable
from search.backends import configured_engine
from search.backends.base import EngineUnavailable
from search.backends.database import dialect_tables
from search.index import indexing, rebuilding


class Command(BaseCommand):
    help = "Bring the database index in step with the content, then build the engine's index anew and swap it in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--from-nothing", action="store_true", help="write every entry again and read again what was unreadable"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        began = time.perf_counter()
        try:
            with rebuilding.exclusive_rebuild() as sign:
                result = self._rebuild(sign, from_empty=options["from_nothing"], quiet=options["json"])
        except rebuilding.RebuildRunning as error:
            raise CommandError(str(error)) from error
        result["seconds"] = round(time.perf_counter() - began, 1)
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self.stdout.write(self.style.SUCCESS(", ".join(f"{name} {value}" for name, value in result.items())))

    def _rebuild(self, sign, from_empty: bool, quiet: bool) -> dict:
        if from_empty:
            forget_unreadable()
        with tqdm(disable=quiet, unit="source", leave=False) as bar:
            changed = indexing.reconcile_database(_both(bar.update, sign), from_empty)
        dialect_tables().compact()
        result = {"changed": changed, "entries": indexing.count_entries()}
        if backend := configured_engine():
            try:
                with tqdm(total=result["entries"], disable=quiet, unit="entry", leave=False) as bar:
                    result[backend.name] = indexing.rebuild_engine(backend, _both(bar.update, sign))
            except EngineUnavailable as error:
                raise CommandError(
                    _("The database index is in step; %(engine)s failed and keeps its old index: %(error)s")
                    % {"engine": backend.name, "error": str(error)[:300]}
                ) from error
        return result


def _both(show, tell):
    """Returns a progress function that calls both ``show`` (terminal) and ``tell`` (other processes)."""

    def progress(count: int) -> None:
        show(count)
        tell(count)

    return progress
