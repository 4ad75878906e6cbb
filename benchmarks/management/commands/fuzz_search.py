"""Asks thousands of hostile questions: none may fail, none may be slow."""

from __future__ import annotations

import json
import statistics
import sys
import time

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils.http import urlencode
from tqdm import tqdm

from benchmarks.search.hostile import parameters
from cms.tenancy import sites
from search.backends import build_engine
from search.backends.base import Backend
from search.backends.transport import read_timeout
from search.results_page.forms import SearchForm
from search.results_page.service import database, search

SLOW = 1000.0  # milliseconds


class Command(BaseCommand):
    help = "Ask hostile questions of an engine; exit status 1 when one fails. Prints the slowest."

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--engine", default="database", help="“database”, or an address as in SEARCH_URL")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        backend: Backend = database if options["engine"] == "database" else build_engine(options["engine"])
        failures: list[str] = []
        asked_in: list[tuple[float, float, dict[str, str]]] = []  # milliseconds, those of the processor, parameters
        site = next(iter(sites.sites_by_id().values()), None)
        asked = parameters(options["count"], options["seed"])
        for pairs in tqdm(asked, total=options["count"], disable=options["json"], leave=False):
            began, spent = time.perf_counter(), time.process_time()
            try:
                form = SearchForm.from_query(QueryDict(_encoded(pairs)))
                with read_timeout(20.0):
                    search(
                        form.q, site, scope=form.scope, filters=form.filters, page=form.page, sort=form.sort,
                        backend=backend,
                    )  # fmt: skip
            except Exception as error:
                failures.append(f"{pairs[0][1][:200]!r}: {type(error).__name__}: {str(error)[:200]}")
            asked_in.append(((time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000, dict(pairs)))
        self._tell(asked_in, failures, options["json"])

    def _tell(self, asked_in, failures, as_json):
        times = [took for took, _, _ in asked_in]
        slowest = sorted(asked_in, key=lambda one: one[0], reverse=True)[:5]
        found = {
            "asked": len(times),
            "failed": len(failures),
            "slow": sum(took > SLOW for took in times),
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(sorted(times)[int(len(times) * 0.95)], 1),
            "max_ms": round(max(times), 1),
            "slowest": [
                {"ms": round(took), "processor_ms": round(spent), **{name: text[:80] for name, text in pairs.items()}}
                for took, spent, pairs in slowest
            ],
            "failures": failures[:20],
        }
        text = json.dumps(found, ensure_ascii=False, indent=None if as_json else 1)
        self.stdout.write(text.encode("utf-8", "backslashreplace").decode())  # halves of characters were asked too
        if failures:
            sys.exit(1)


def _encoded(pairs: list[tuple[str, str]]) -> str:
    """As a browser sends it; halves of characters become "?"."""
    return urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])
