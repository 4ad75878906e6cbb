"""Replays what waits and mends what differs. Safe to run at any time, from cron for instance."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from search import indexing, outbox
from search.backends import engine
from search.backends.base import EngineDown
from search.backends.database import vendor


class Command(BaseCommand):
    help = "Replay missed updates, bring the database index in step with the content, and the engine with it."

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="only replay what waits (for a timer)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        done, left = outbox.replay()
        result: dict = {"replayed": done, "waiting": left}
        if not options["quick"]:
            result["changed"] = self._database(quiet=options["json"])
            vendor().compact()
        if engine() and not options["quick"]:
            result |= self._engine()
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            for name, value in result.items():
                self.stdout.write(f"{name}: {value}")
        if left or result.get("error"):
            sys.stderr.write(_("Some updates still wait; is the engine running?") + "\n")
            sys.exit(1)

    def _database(self, quiet: bool) -> int:
        with tqdm(disable=quiet, unit="source", leave=False) as bar:
            return indexing.reconcile_database(bar.update)

    def _engine(self) -> dict:
        try:
            drift = indexing.mend(engine())
        except EngineDown as error:
            return {"error": str(error)[:300]}
        return {name: len(getattr(drift, name)) for name in ("missing", "stale", "stray")}
