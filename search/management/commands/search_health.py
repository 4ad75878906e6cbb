"""Shows the active engine, pending updates and index differences. Exit status 1 if a repair is needed."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from search.backends import configured_engine
from search.backends.base import EngineUnavailable
from search.backends.database import dialect_tables
from search.index import indexing, rebuilding
from search.models import IndexEntry, PendingUpdate


def report() -> dict:
    """Returns the state of the database index, the outbox and the engine."""
    missing, surplus = indexing.content_drift()
    running = rebuilding.current_rebuild()
    oldest = PendingUpdate.objects.order_by("pk").first()
    facts: dict[str, Any] = {
        "database": {
            "engine": connection.vendor,
            "entries": IndexEntry.objects.count(),
            "problems": dialect_tables().problems(),
            "missing": missing,
            "surplus": surplus,
        },
        "rebuild": {"where": running.where, "done": running.done} if running else None,
        "waiting": PendingUpdate.objects.count(),
        "lag_seconds": round((timezone.now() - oldest.created_at).total_seconds()) if oldest else 0,
        "last_error": oldest.error if oldest else "",
        "engine": None,
    }
    backend = configured_engine()
    if backend is not None:
        facts["engine"] = _engine(backend)
    facts["healthy"] = not (
        facts["waiting"]
        or any(facts["database"][name] for name in ("problems", "missing", "surplus"))
        or (facts["engine"] and any(facts["engine"][name] for name in ("error", "missing", "stale", "surplus")))
    )
    return facts


def _engine(backend) -> dict:
    found = {
        "name": backend.name,
        "index": backend.alias,
        "entries": None,
        "error": "",
        "missing": 0,
        "stale": 0,
        "surplus": 0,
    }
    try:
        drift = indexing.find_drift(backend)
        found["entries"] = backend.count()
        found |= {name: len(getattr(drift, name)) for name in ("missing", "stale", "surplus")}
    except EngineUnavailable as error:
        found["error"] = str(error)[:300]
    return found


class Command(BaseCommand):
    help = "Show the search engines, waiting updates and drift; exit status 1 when search_repair is needed."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        facts = report()
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            self._print(facts)
        if not facts["healthy"]:
            sys.exit(1)

    def _print(self, facts: dict) -> None:
        own = facts["database"]
        self.stdout.write(
            _("Database index (%(engine)s): %(count)d entries") % {"engine": own["engine"], "count": own["entries"]}
        )
        if own["missing"] or own["surplus"]:
            drift = _(
                "  %(missing)d public pages and documents are not in it, %(surplus)d are in it and no longer public"
            )
            self.stdout.write(self.style.ERROR(drift % own))
        if running := facts["rebuild"]:
            self.stdout.write(_("A rebuild is running (%(where)s): %(done)d done") % running)
        for problem in own["problems"]:
            self.stdout.write(self.style.ERROR(f"  {problem}"))
        self.stdout.write(
            _("Waiting updates: %(count)d, oldest %(age)d s") % {"count": facts["waiting"], "age": facts["lag_seconds"]}
        )
        if facts["last_error"]:
            self.stdout.write(self.style.WARNING(f"  {facts['last_error']}"))
        if served := facts["engine"]:
            if served["error"]:
                self.stdout.write(self.style.ERROR(f"{served['name']}: {served['error']}"))
            else:
                numbers = _("%(entries)d entries; missing %(missing)d, stale %(stale)d, surplus %(surplus)d") % served
                self.stdout.write(f"{served['name']}: {numbers}")
        self.stdout.write(
            self.style.SUCCESS(_("Healthy.")) if facts["healthy"] else self.style.ERROR(_("Run search_repair."))
        )
