"""The database as engine: candidates by the rarest terms, exact BM25 in Python on the best of them.

SQLite and PostgreSQL differ in how they count terms and choose candidates (``vendor``); the rest is one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from search.backends.base import Found
from search.backends.counting import Counting
from search.bm25 import Corpus, Scorer
from search.groups import groups
from search.models import IndexEntry, IndexKey
from search.plan import DATE, Plan, rarest

STATS_AGE = 30.0  # seconds that the averages may be old
_stats: dict[str, tuple[float, Corpus]] = {}


def vendor():
    """Module of the connected database: frequencies, candidates, learn, forget, prepare, compact."""
    return _module(connection.vendor)


@cache
def _module(name: str):
    if name == "postgresql":
        from search.backends import postgresql as module
    elif name == "sqlite":
        from search.backends import sqlite as module
    else:
        raise NotImplementedError(f"search has no database index for {name}")
    return module


def corpus() -> Corpus:
    """Number of entries and average lengths; they move slowly, so a while-old value serves."""
    key = connection.settings_dict["NAME"]
    found = _stats.get(key)
    now = time.monotonic()
    if found is None or now - found[0] > STATS_AGE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*), AVG(syllables), AVG(pairs) FROM search_indexentry")
            count, syllables, pairs = cursor.fetchone()
        found = (now, Corpus(count, float(syllables or 1), float(pairs or 1)))
        if count > 200:  # a young index changes with every page
            _stats[key] = found
    return found[1]


def forget_stats() -> None:
    _stats.clear()


class Row(NamedTuple):
    """A candidate; ``rough`` is the vendor's own first score."""

    id: int
    group: int
    date: Any  # day, or its text
    rough: float


class DatabaseBackend:
    """``search.backends.base.Backend`` on the default database."""

    @property
    def name(self) -> str:
        return connection.vendor

    def search(self, plan: Plan) -> Found:
        began = time.perf_counter()
        with vendor().tuned():
            rows, counts, frequency, relaxed = self._candidates(plan)
        boosts = self._boosts(plan)
        added = self._boosted(rows, boosts)
        counting = Counting(plan.ask, plan.ask.day or timezone.localdate())
        known = groups((*counts, *(row.group for row in added)))
        counting.take_all(counts + Counter(row.group for row in added), known)
        chosen = [row for row in (*rows, *added) if row.group in counting.chosen]
        if plan.ask.near is not None:
            near = {row.id for row in chosen if known[row.group].site_id == plan.ask.near}
            boosts |= {pk: boosts.get(pk, 0.0) + plan.profile.near for pk in near}
        hits = self._ranked(plan, chosen, boosts, frequency)
        took = (time.perf_counter() - began) * 1000
        return Found(counting.total, tuple(hits), counting.facets, counting.scopes, relaxed, took)

    def _candidates(self, plan: Plan) -> tuple[list[Row], Counter[int], dict[str, int], bool]:
        """Candidates, their number by group (complete, even where not all become candidates), term frequencies, and
        whether not every word was asked for."""
        query = plan.query
        frequency = vendor().frequencies((*query.syllables, *query.pairs, *query.exact, *plan.required))
        if any(not frequency.get(term) for term in plan.required):
            return [], Counter(), frequency, False
        for level in plan.levels:
            ways = self._groups(plan, level.needed, frequency)
            rows, counts = self._select(plan, plan.required, ways, frequency) if ways else ([], Counter())
            if counts.total() >= level.enough:
                return rows, counts, frequency, level.needed < len(query.content)
        content = set(query.content)
        terms = [*query.content, *(p for p in query.pairs if not content.isdisjoint(p.split("_")))]
        found = rarest({term: frequency.get(term, 0) for term in terms}, plan.profile.candidates)
        rows, counts = [], Counter()
        if found:
            rows, counts = self._select(plan, plan.required, [(term,) for term in found], frequency)
        return rows, counts, frequency, True

    @staticmethod
    def _groups(plan: Plan, needed: int, frequency) -> list[tuple[str, ...]]:
        """Every way to have ``needed`` of the content syllables (all, or all but one: few)."""
        ways = combinations(plan.query.content, needed)
        return [way for way in ways if all(frequency.get(term) for term in way)]

    def _select(self, plan: Plan, every: Sequence[str], ways, frequency) -> tuple[list[Row], Counter[int]]:
        """Rows that have all of ``every`` and all of at least one of the ``ways``; the newest where that may be more
        than the profile's ``candidates``, counted completely all the same."""
        at_most = sum(min(frequency.get(term, 0) for term in (*way, *every)) for way in ways)
        if at_most <= plan.profile.candidates or plan.ask.sort == DATE:
            rows = self._rows(*vendor().candidates(every, ways))
            return rows, Counter(row.group for row in rows)
        with connection.cursor() as cursor:
            cursor.execute(*vendor().group_counts(every, ways))
            counts = Counter(dict(cursor.fetchall()))
        return self._rows(*vendor().candidates(every, ways, newest=plan.profile.candidates)), counts

    def _rows(self, sql: str, params: list[Any]) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return [Row._make(row) for row in cursor.fetchall()]

    def _boosts(self, plan: Plan) -> dict[int, float]:
        """Row id → the best boost of the keys that it has."""
        by_key = {boost.key: boost for boost in plan.boosts}
        if not by_key or plan.required:
            return {}
        found: dict[int, float] = {}
        pairs = IndexKey.objects.filter(key__in=list(by_key)).values_list("entry_id", "entry__kind", "key")[:20_000]
        for pk, kind, key in pairs:
            if boost := by_key[key].of(kind):
                found[pk] = max(boost, found.get(pk, 0.0))
        return found

    def _boosted(self, rows: list[Row], boosts: dict[int, float]) -> list[Row]:
        """Entries named by number or title are results even if they lack a word ("nghị định 15/2020")."""
        missing = boosts.keys() - {row.id for row in rows}
        if not missing:
            return []
        found = IndexEntry.objects.filter(pk__in=missing).values_list("pk", "group_id", "date")
        return [Row(pk, group, day, 0.0) for pk, group, day in found]

    def _ranked(self, plan: Plan, rows: list[Row], boosts: dict[int, float], frequency) -> list[tuple[str, float]]:
        if plan.ask.sort == DATE:
            rows = sorted(rows, key=lambda row: (row.date is not None, str(row.date or ""), row.id), reverse=True)
            return self._with_refs([(row.id, 0.0) for row in rows], plan)
        with vendor().tuned():
            rough = vendor().rough_scores(rows, frequency, plan)
        rows = sorted(rows, key=lambda row: (-boosts.get(row.id, 0.0), -rough.get(row.id, 0.0), row.id))
        best, rest = rows[: plan.profile.rescored], rows[plan.profile.rescored :]
        scorer = Scorer.of(plan.query, frequency, corpus(), plan.profile)
        texts = IndexEntry.objects.filter(pk__in=[row.id for row in best]).values_list(
            "pk", "ref", "tokens", "syllables", "pairs"
        )
        scored = [
            (pk, ref, scorer.score(tokens, syllables, pairs) + boosts.get(pk, 0.0))
            for pk, ref, tokens, syllables, pairs in texts
        ]
        scored.sort(key=lambda hit: (-hit[2], hit[1]))
        return self._with_refs([(pk, score) for pk, _, score in scored] + [(row.id, 0.0) for row in rest], plan)

    def _with_refs(self, scored: list[tuple[int, float]], plan: Plan) -> list[tuple[str, float]]:
        """References instead of numbers, for the hits that are asked for."""
        first, size = plan.window
        scored = scored[first : first + size]
        refs = dict(IndexEntry.objects.filter(pk__in=[pk for pk, _ in scored]).values_list("pk", "ref"))
        return [(refs[pk], score) for pk, score in scored if pk in refs]

    def count(self) -> int:
        return IndexEntry.objects.count()

    def explain(self, plan: Plan) -> dict[str, Any]:
        frequency = vendor().frequencies((*plan.query.syllables, *plan.query.pairs, *plan.query.exact))
        return {"frequencies": frequency, "keys": {boost.key: boost.of("document") for boost in plan.boosts}}
