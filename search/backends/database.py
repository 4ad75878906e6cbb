"""The database as engine: candidates by the rarest terms, exact BM25 in Python on the best of them.

SQLite and PostgreSQL differ in how they count terms and choose candidates (``vendor``); the rest is one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import Any

from django.db import connection
from django.utils import timezone

from search.backends.base import Found
from search.backends.counting import ROW_FIELDS, Counting, Row
from search.bm25 import Corpus, Scorer
from search.models import IndexEntry, IndexKey
from search.plan import DATE, Plan, rarest

COLUMNS = ", ".join(f"e.{name}" for name in ROW_FIELDS)
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


class DatabaseBackend:
    """``search.backends.base.Backend`` on the default database."""

    @property
    def name(self) -> str:
        return connection.vendor

    def search(self, plan: Plan) -> Found:
        began = time.perf_counter()
        with vendor().tuned():
            rows, frequency, relaxed = self._candidates(plan)
        boosts = self._boosts(plan)
        rows = self._with_boosted(rows, boosts, plan)
        if plan.ask.near is not None:
            boosts |= {
                row.id: boosts.get(row.id, 0.0) + plan.profile.near for row in rows if row.site_id == plan.ask.near
            }
        counting = Counting(plan.ask, timezone.localdate())
        chosen = [row for row in rows if counting.take(row)]
        first, size = plan.window
        hits = self._ranked(plan, chosen, boosts, frequency)[first : first + size]
        took = (time.perf_counter() - began) * 1000
        return Found(len(chosen), tuple(hits), counting.facets, counting.scopes, relaxed, took)

    def _candidates(self, plan: Plan) -> tuple[list[Row], dict[str, int], bool]:
        query = plan.query
        frequency = vendor().frequencies((*query.syllables, *query.pairs, *query.exact, *plan.required))
        if any(not frequency.get(term) for term in plan.required):
            return [], frequency, False
        for level in plan.levels:
            groups = self._groups(plan, level.needed, frequency)
            rows = self._select(plan, plan.required, groups) if groups else []
            if len(rows) >= level.enough:
                return rows, frequency, level.needed < len(query.content)
        content = set(query.content)
        terms = [*query.content, *(p for p in query.pairs if not content.isdisjoint(p.split("_")))]
        chosen = rarest({term: frequency.get(term, 0) for term in terms}, plan.profile.candidates)
        return (self._select(plan, plan.required, [(t,) for t in chosen]) if chosen else []), frequency, True

    @staticmethod
    def _groups(plan: Plan, needed: int, frequency) -> list[tuple[str, ...]]:
        """Every way to have ``needed`` of the content syllables (all, or all but one: few)."""
        ways = combinations(plan.query.content, needed)
        return [way for way in ways if all(frequency.get(term) for term in way)]

    def _select(self, plan: Plan, every: Sequence[str], groups: Sequence[tuple[str, ...]]) -> list[Row]:
        """Rows that have all of ``every`` and all of at least one group."""
        sql, params = vendor().candidates(every, groups)
        return self._rows(f"{sql} AND e.locales LIKE %s", [*params, f"% {plan.ask.locale} %"])

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

    def _with_boosted(self, rows: list[Row], boosts: dict[int, float], plan: Plan) -> list[Row]:
        """Entries named by number or title are results even if they lack a word ("nghị định 15/2020")."""
        missing = boosts.keys() - {row.id for row in rows}
        if not missing:
            return rows
        marks = ", ".join(["%s"] * len(missing))
        sql = f"SELECT {COLUMNS}, 0.0 FROM search_indexentry e WHERE e.id IN ({marks}) AND e.locales LIKE %s"  # noqa: S608
        return rows + self._rows(sql, [*missing, f"% {plan.ask.locale} %"])

    def _ranked(self, plan: Plan, rows: list[Row], boosts: dict[int, float], frequency) -> list[tuple[str, float]]:
        if plan.ask.sort == DATE:
            rows = sorted(rows, key=lambda row: (row.date is not None, str(row.date or ""), row.id), reverse=True)
            return [(row.ref, 0.0) for row in rows]
        with vendor().tuned():
            rough = vendor().rough_scores(rows, frequency, plan)
        rows = sorted(rows, key=lambda row: (-boosts.get(row.id, 0.0), -rough.get(row.id, 0.0), row.ref))
        best, rest = rows[: plan.profile.rescored], rows[plan.profile.rescored :]
        scorer = Scorer.of(plan.query, frequency, corpus(), plan.profile)
        texts = IndexEntry.objects.filter(pk__in=[row.id for row in best]).values_list(
            "pk", "tokens", "syllables", "pairs"
        )
        exact = {pk: scorer.score(tokens, syllables, pairs) for pk, tokens, syllables, pairs in texts}
        scored = [(row.ref, exact.get(row.id, 0.0) + boosts.get(row.id, 0.0)) for row in best]
        scored.sort(key=lambda hit: (-hit[1], hit[0]))
        return scored + [(row.ref, 0.0) for row in rest]

    def count(self) -> int:
        return IndexEntry.objects.count()

    def explain(self, plan: Plan) -> dict[str, Any]:
        frequency = vendor().frequencies((*plan.query.syllables, *plan.query.pairs, *plan.query.exact))
        return {"frequencies": frequency, "keys": {boost.key: boost.of("document") for boost in plan.boosts}}
