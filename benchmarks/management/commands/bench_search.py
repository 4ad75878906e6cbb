"""Quality and speed of search on question sets, through the product's own indexing and query function."""

from __future__ import annotations

import io
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client, override_settings
from django.utils.translation import gettext as _
from tqdm import tqdm

from benchmarks.search import benchmark_scale, short
from benchmarks.search.benchmark import percentile, read_corpus, read_questions, score
from benchmarks.search.benchmark_library import DEFAULT_SETS, folder_of, load, own_database
from cms.core.text import fold_diacritics
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo
from search.backends import build_engine
from search.backends.base import EngineUnavailable
from search.backends.database import dialect_tables, forget_statistics
from search.backends.transport import read_timeout
from search.index import indexing
from search.index.contract import ALL, LIBRARY, PROVISION
from search.query_planning.query_plan import make_plan
from search.results_page.service import database, search


def _percentiles(measured: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {
        f"{label}{name}": percentile(values, share)
        for label, values in measured.items()
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }


class Command(BaseCommand):
    help = (
        "Index each question set in a database of its own and ask its questions on every engine. "
        "Engines: 'database' and addresses like elasticsearch+http://127.0.0.1:9200."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sets", nargs="+", metavar="DIR", help="folders of question sets, or names under bench/ of the data"
        )
        parser.add_argument("--engines", nargs="+", metavar="ENGINE", help="default: the database and SEARCH_URL")
        parser.add_argument(
            "--half", choices=["even", "odd"], help="only every second question (tune on one, judge on the other)"
        )
        parser.add_argument("--limit", type=int, help="only the first so many questions")
        parser.add_argument(
            "--short", action="store_true", help="short queries on the demo with the real library, judged by hand"
        )
        parser.add_argument("--scale", action="store_true", help="only time, on the codification and 50,000 pages")
        parser.add_argument(
            "--keep",
            metavar="NAME",
            help="with --scale and --short: keep what was built under this name and use it the next time",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        folders = [] if options["short"] else [folder_of(name) for name in options["sets"] or DEFAULT_SETS]
        named = options["engines"] or ["database", *([settings.SEARCH_URL] if settings.SEARCH_URL else [])]
        engines = list(dict.fromkeys(named))
        self.quiet = options["json"]
        keep = options["keep"] if options["scale"] or options["short"] else None
        with (
            override_settings(DEBUG=False, PAGE_CACHE=True, ALLOWED_HOSTS=["*"]),
            own_database(keep or "bench_search", keep=bool(keep)),
            read_timeout(20.0),
        ):
            if options["scale"]:
                rows = self._scale(folders[0], engines, options)
            elif options["short"]:
                rows = self._short(engines, bool(keep))
            else:
                rows = [row for folder in folders for row in self._bench(folder, engines, options)]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))

    def _bench(self, folder: Path, engines: list[str], options) -> list[dict]:
        questions = read_questions(folder)
        if options["half"]:
            questions = questions[options["half"] == "odd" :: 2]
        questions = questions[: options["limit"]]
        began = time.perf_counter()
        names = load(read_corpus(folder))
        indexing.clear_database()
        count = indexing.reconcile_database()
        dialect_tables().compact()
        spent = time.perf_counter() - began
        self._say(f"{folder.name}: {count} entries in {spent:.0f} s, {len(questions)} questions")
        self._say(
            f"  {'engine':<16}{'marks':<7}{'R@1':>7}{'R@10':>7}{'MRR':>7}"
            f"{'p50 ms':>9}{'p95':>7}{'engine p50':>12}{'p95':>7}"
        )
        rows = []
        for name in engines:
            backend = self._backend(name)
            if backend is None:
                continue
            for marks in (True, False):
                result = self._ask(backend, questions, names, marks)
                rows.append({"set": folder.name, "engine": backend.name, "marks": marks, **asdict(result)})
                self._say(
                    f"  {backend.name:<16}{'yes' if marks else 'no':<7}"
                    f"{result.r1:>7.3f}{result.r10:>7.3f}{result.mrr:>7.3f}"
                    f"{result.p50:>9.1f}{result.p95:>7.1f}{result.engine_p50:>12.1f}{result.engine_p95:>7.1f}"
                )
            if backend is not database:
                backend.drop()
        return rows

    def _short(self, engines: list[str], keep: bool) -> list[dict]:
        """Success at one and three and what is rightly empty, of both halves, with marks and without."""
        call_command("load_demo", data=settings.LEGAL_DATA_DIR, force=True, stdout=io.StringIO())
        indexing.reconcile_database()
        dialect_tables().compact()
        forget_statistics()
        self._say(f"{indexing.count_entries()} entries")
        titles = ("engine", "marks", "half", "asked", "first", "first 3", "none", "empty", "p50 ms", "p95")
        self._say("  {:<16}{:<7}{:<11}{:>7}{:>8}{:>9}{:>7}{:>8}{:>9}{:>8}".format(*titles))
        rows = []
        for name in engines:
            if (backend := self._backend(name, keep)) is None:
                continue
            for marks in (True, False):
                for half, questions in short.halves(short.read()).items():
                    one = self._ask_short(backend, questions, marks)
                    rows.append({"engine": backend.name, "marks": marks, "half": half, **asdict(one)})
                    self._say(
                        f"  {backend.name:<16}{'yes' if marks else 'no':<7}{half:<11}{one.answerable:>7}"
                        f"{one.first:>8.3f}{one.among_three:>9.3f}{one.unanswerable:>7}{one.empty:>8.3f}{one.p50:>9.1f}{one.p95:>8.1f}"
                    )
            if backend is not database and not keep:
                backend.drop()
        return rows

    @staticmethod
    def _ask_short(backend, questions, marks: bool) -> short.ShortScore:
        portal = sites.portal_site()
        asked, times = [], []
        for question in questions:
            began = time.perf_counter()
            found = search(question.text if marks else fold_diacritics(question.text), portal, backend=backend)
            times.append((time.perf_counter() - began) * 1000)
            asked.append((question, found))
        return short.short_score(asked, times)

    def _scale(self, folder: Path, engines: list[str], options) -> list[dict]:
        """Time alone: the set's questions and short ones, on the portal, in every kind of content."""
        keep = bool(options["keep"])
        if not (keep and indexing.count_entries()):
            began = time.perf_counter()
            benchmark_scale.load()
            loaded = time.perf_counter()
            indexing.reconcile_database()
            dialect_tables().compact()
            self._say(f"content in {loaded - began:.0f} s, index in {time.perf_counter() - loaded:.0f} s")
        forget_statistics()
        self._say(f"{indexing.count_entries()} entries in {connection.settings_dict['NAME']}")
        texts = [
            *benchmark_scale.SHORT,
            *(question.text for question in read_questions(folder)[: options["limit"] or 200]),
        ]
        rows = []
        for name in engines:
            if (backend := self._backend(name, keep)) is None:
                continue
            for asked, (info, options_of) in self._ways_to_ask().items():
                row = {"engine": backend.name, "asked": asked, "questions": len(texts)}
                row |= self._times(texts, backend, info, options_of)
                if name in ("database", settings.SEARCH_URL):
                    row |= self._page_times(texts, "" if name == "database" else name, info, options_of)
                rows.append(row)
                self._say(
                    "  " + ", ".join(f"{k} {v:.1f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items())
                )
            if backend is not database and not keep:
                backend.drop()
        return rows

    @staticmethod
    def _ways_to_ask() -> dict[str, tuple[SiteInfo, dict]]:
        """Where a question is asked and what is chosen beside it."""
        portal = next(info for info in sites.sites_by_id().values() if info.is_portal)
        school = next(info for info in sites.sites_by_id().values() if not info.is_portal)
        return {
            "on the portal": (portal, {}),
            "on a school's site": (school, {}),
            "two filters": (portal, {"filters": {"kind": [PROVISION], "doc_type": ["Nghị định", "Thông tư"]}}),
        }

    @staticmethod
    def _times(texts, backend, info: SiteInfo, options: dict) -> dict[str, float]:
        """Milliseconds of the query function, the engine's own, and processor time of this process: on a busy machine
        the last is the one to compare; of a server also its own time for the same as one plain request. Some questions
        are asked before: engines and caches start cold."""
        for text in texts[::5]:
            with suppress(EngineUnavailable):
                search(text, info, backend=backend, **options)
        measured = defaultdict(list)
        for text in texts:
            began, spent = time.perf_counter(), time.process_time()
            found = search(text, info, backend=backend, **options)
            measured[""].append((time.perf_counter() - began) * 1000)
            measured["processor_"].append((time.process_time() - spent) * 1000)
            measured["engine_"].append(found.took)
            if backend is not database:
                measured["plain_"].append(backend.plain(make_plan(found.query, found.request)))
        return _percentiles(measured)

    @staticmethod
    def _page_times(texts, url: str, info: SiteInfo, options: dict) -> dict[str, float]:
        """The whole result page, as the configured engine's visitors get it."""
        configured, settings.SEARCH_URL = settings.SEARCH_URL, url
        client = Client(headers={"host": info.hostname})
        measured = defaultdict(list)
        try:
            for text in texts:
                began, spent = time.perf_counter(), time.process_time()
                answer = client.get("/tim/", {"q": text, "scope": ALL, **options.get("filters", {})})
                assert answer.status_code == 200, answer.status_code
                measured["page_"].append((time.perf_counter() - began) * 1000)
                measured["page_processor_"].append((time.process_time() - spent) * 1000)
        finally:
            settings.SEARCH_URL = configured
        return _percentiles(measured)

    def _backend(self, name: str, keep: bool = False):
        if name == "database":
            return database
        backend = build_engine(name)
        try:
            if not (keep and backend.count() == indexing.count_entries()):
                began = time.perf_counter()
                indexing.rebuild_engine(backend)
                self._say(f"  {backend.name}: index in {time.perf_counter() - began:.0f} s")
        except EngineUnavailable as error:
            self._say(f"  {backend.name}: {_('not reachable')} ({error})")
            return None
        return backend

    def _ask(self, backend, questions, names: dict[str, str], marks: bool):
        ranks, times, engine_times = [], [], []
        forget_statistics()
        for question in tqdm(questions, disable=self.quiet, leave=False):
            text = question.text if marks else fold_diacritics(question.text)
            began = time.perf_counter()
            found = search(text, None, scope=LIBRARY, filters={"kind": [PROVISION]}, size=10, backend=backend)
            times.append((time.perf_counter() - began) * 1000)
            engine_times.append(found.took)
            hits = [names.get(hit.ref) for hit in found.hits]
            ranks.append(next((i for i, name in enumerate(hits, 1) if name in question.answers), None))
        return score(ranks, times, engine_times)

    def _say(self, text: str) -> None:
        if not self.quiet:
            self.stdout.write(text)
