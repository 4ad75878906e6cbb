"""Replays pending updates and repairs index differences. Safe to run at any time, for example from cron."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from search.backends import configured_engine
from search.backends.base import EngineUnavailable
from search.backends.database import dialect_tables
from search.backends.server import EngineBackend
from search.index import indexing, outbox, rebuilding


class Command(BaseCommand):
    help = "Replay missed updates, bring the database index in step with the content, and the engine with it."

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="only replay what waits (for a timer)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        done, left = outbox.replay_outbox()
        result: dict = {"replayed": done, "waiting": left}
        if not options["quick"]:
            try:
                with rebuilding.exclusive_rebuild() as sign:
                    result |= self._repair(sign, quiet=options["json"])
            except rebuilding.RebuildRunning as error:
                raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            for name, value in result.items():
                self.stdout.write(f"{name}: {value}")
        if left or result.get("error"):
            sys.stderr.write(_("Some updates still wait; is the engine running?") + "\n")
            sys.exit(1)

    def _repair(self, sign, quiet: bool) -> dict:
        with tqdm(disable=quiet, unit="source", leave=False) as bar:

            def progress(count: int) -> None:
                bar.update(count)
                sign(count)

            result = {"changed": indexing.reconcile_database(progress)}
        dialect_tables().compact()
        backend = configured_engine()
        return result | (self._engine(backend) if backend else {})

    def _engine(self, backend: EngineBackend) -> dict:
        try:
            drift = indexing.repair_drift(backend)
        except EngineUnavailable as error:
            return {"error": str(error)[:300]}
        return {name: len(getattr(drift, name)) for name in ("missing", "stale", "surplus")}
