"""The database as search engine: selects candidates by the rarest terms and computes exact BM25 in Python for the best.

SQLite and PostgreSQL differ in how they count terms and select candidates (``dialect_tables``); the rest is shared.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import Any

from django.db import connection
from django.utils import timezone

from search.backends import corpus, facet_groups
from search.backends.base import BackendResults
from search.backends.bm25 import Scorer, inverse_document_frequency
from search.backends.facet_counts import FacetCounter
from search.backends.groups import groups_by_number
from search.backends.postgresql import PostgresqlTables
from search.backends.sql_dialects import MatchCondition, Selection, Tables
from search.backends.sqlite import SqliteTables
from search.models import IndexEntry, IndexKey
from search.query_planning.query_plan import DATE, RelaxationLevel, SearchPlan, choose_candidate_terms

_TABLES: dict[str, type[Tables]] = {"postgresql": PostgresqlTables, "sqlite": SqliteTables}


def dialect_tables() -> Tables:
    """Returns the tables of the connected database."""
    return _tables(connection.vendor)


@cache
def _tables(vendor: str) -> Tables:
    if vendor not in _TABLES:
        raise NotImplementedError(f"search has no database index for {vendor}")
    return _TABLES[vendor]()


def forget_statistics() -> None:
    corpus.forget_statistics()
    dialect_tables().forget_stats()


@dataclass(frozen=True)
class KnownItem:
    """An entry that a number or title of the query identifies."""

    boost: float
    group: int
    date: Any


class DatabaseBackend:
    """``search.backends.base.Backend`` on the default database."""

    @property
    def name(self) -> str:
        return connection.vendor

    def search(self, plan: SearchPlan) -> BackendResults:
        began = time.perf_counter()
        found = self._found(plan)
        return replace(found, took=(time.perf_counter() - began) * 1000)

    def _found(self, plan: SearchPlan) -> BackendResults:
        match, frequency, level = self._match(plan)
        relaxed = level is None or level.needed < len(plan.query.content)
        named = self._named(plan)
        matching = named.keys() & set(match.rows) if named else set()
        # Known items are results even if they lack a word ("nghị định 15/2020").
        added = {pk: one for pk, one in named.items() if pk not in matching}
        placed = facet_groups.groups_of_rows(dialect_tables(), match.rows)
        matched = placed.counts
        counts = matched + Counter(one.group for one in added.values()) if added else matched
        known = groups_by_number(counts)
        counting = FacetCounter(plan.ask, plan.ask.day or timezone.localdate())
        counting.take_all(counts, known)
        chosen = counting.chosen
        named = {pk: one for pk, one in named.items() if one.group in chosen}
        own = {n for n in chosen if known[n].site_id == plan.ask.near} if plan.ask.near is not None else set()
        pick = Selection(
            limit=max(plan.profile.rescored, sum(plan.window)),
            newest=plan.profile.candidates if match.total > plan.profile.candidates else 0,
            chosen=None if chosen >= matched.keys() else tuple(chosen & matched.keys()),
            near=frozenset((*placed.rows_in(own), *(pk for pk, one in named.items() if one.group in own))),
            lift=plan.profile.near,
        )
        if plan.ask.sort == DATE:
            hits = self._by_date(match, pick, {pk: one for pk, one in named.items() if pk in added}, plan)
        else:
            hits = self._ranked(match, pick, named, frequency, plan, plan.typed_first(level))
        return BackendResults(
            counting.total, tuple(hits), counting.facets, counting.scopes, relaxed, frequency=frequency, level=level
        )

    def _match(self, plan: SearchPlan) -> tuple[MatchCondition, dict[str, int], RelaxationLevel | None]:
        """Returns the condition of results, the term frequencies, and the relaxation level (None: by score alone)."""
        query = plan.query
        spelt = (
            term for ways in (*(level.together for level in plan.levels), plan.ways) for way in ways for term in way
        )
        asked = (*query.syllables, *query.pairs, *query.exact, *spelt, *plan.required, *plan.extra)
        frequency = dialect_tables().frequencies(asked)
        if any(not frequency.get(term) for term in plan.required):
            return MatchCondition(), frequency, RelaxationLevel(len(query.content), 0)
        for level in plan.levels:
            match = self._matched(plan, self._ways(plan, level, frequency))
            if match.total >= level.enough:
                return match, frequency, level
        if plan.strict:
            return MatchCondition(), frequency, None
        found = choose_candidate_terms(plan, frequency)
        if plan.required:
            return self._matched(plan, [(term,) for term in found]), frequency, None
        return self._weighed(plan, found, frequency), frequency, None

    @staticmethod
    def _ways(plan: SearchPlan, level: RelaxationLevel, frequency: Mapping[str, int]) -> list[tuple[str, ...]]:
        """Returns every variant that fulfils the level (phrase variants, all content syllables, or all but one), and
        the query expansions."""
        typed = level.together or combinations(plan.query.content, level.needed)
        ways = (*typed, *plan.ways)
        return [way for way in ways if all(frequency.get(term) for term in way)]

    @staticmethod
    def _matched(plan: SearchPlan, ways: Sequence[tuple[str, ...]]) -> MatchCondition:
        if not ways:
            return MatchCondition()
        match = MatchCondition(plan.required, tuple(ways))
        return replace(match, rows=dialect_tables().matching(match))

    def _weighed(self, plan: SearchPlan, chosen: Sequence[str], frequency: Mapping[str, int]) -> MatchCondition:
        """Returns the entries that have one of the ``chosen`` terms, with a rough score by which of these and of some
        more frequent terms they have. It selects the few hundred for exact scoring as well as a full score, in half the
        time."""
        further, read, known, brought = [], 0, set(chosen), set(plan.extra)
        terms = (
            term
            for term in (*plan.query.syllables, *plan.query.pairs, *plan.extra)
            if frequency.get(term) and term not in known
        )
        for term in sorted(terms, key=lambda term: (frequency[term], term)):
            read += frequency[term]
            if read > plan.profile.candidates:
                break
            further.append(term)
        having = dialect_tables().rows_of((*chosen, *further))
        entries = corpus.corpus_statistics().entries
        weights = {
            term: plan.weight(term) * inverse_document_frequency(entries, frequency[term])
            for term in (*chosen, *further)
        }
        rough: dict[int, float] = {}
        for term in chosen:
            weight = weights[term]
            for row in having.get(term, ()):
                rough[row] = rough.get(row, 0.0) + weight
        rows = sorted(rough)
        if len(rows) > plan.profile.candidates:
            rough = {row: rough[row] for row in rows[-plan.profile.candidates :]}
        for term in further:
            weight = weights[term] * (plan.profile.synonyms if term in brought else 1)
            for row in having.get(term, ()):
                if row in rough:
                    rough[row] += weight
        return MatchCondition((), tuple((term,) for term in chosen), rows, rough)

    def _named(self, plan: SearchPlan) -> dict[int, KnownItem]:
        """Returns row id → the best boost of the entry's keys."""
        by_key = {boost.key: boost for boost in plan.boosts}
        if not by_key or plan.required:
            return {}
        found: dict[int, KnownItem] = {}
        keys = IndexKey.objects.filter(key__in=list(by_key))
        rows = keys.values_list("entry_id", "key", "entry__kind", "entry__group_id", "entry__date")
        for pk, key, kind, group, day in rows[:20_000]:
            boost = by_key[key].of(kind)
            if boost and (pk not in found or boost > found[pk].boost):
                found[pk] = KnownItem(boost, group, day)
        return found

    def _by_date(
        self, match: MatchCondition, pick: Selection, added: dict[int, KnownItem], plan: SearchPlan
    ) -> list[tuple[str, float]]:
        first, size = plan.window
        rows = [(pk, one.date) for pk, one in added.items()]
        if match.rows:
            rows += dialect_tables().latest(match, replace(pick, limit=first + size))
        rows.sort(key=lambda row: (row[1] is not None, str(row[1] or ""), row[0]), reverse=True)
        return self._refs([pk for pk, _ in rows[first : first + size]])

    @staticmethod
    def _rough(
        match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> Mapping[int, float]:
        """Returns row → rough score, for the rows with the best rough scores."""
        if not match.rows:
            return {}
        if match.rough is None and match.total > plan.profile.rescored:
            return dialect_tables().best(match, pick, frequency, plan)
        rough = dict.fromkeys(match.rows, 0.0) if match.rough is None else match.rough
        if pick.chosen is not None:
            groups, chosen = facet_groups.groups_of_rows(dialect_tables(), list(rough)).groups, set(pick.chosen)
            rough = {row: score for (row, score), group in zip(rough.items(), groups, strict=True) if group in chosen}
        if pick.near:
            rough = {row: score + (pick.lift if row in pick.near else 0.0) for row, score in rough.items()}
        return {row: rough[row] for row in heapq.nlargest(pick.limit, rough, key=rough.__getitem__)}

    def _ranked(
        self,
        match: MatchCondition,
        pick: Selection,
        named: dict[int, KnownItem],
        frequency: Mapping[str, int],
        plan: SearchPlan,
        typed: Sequence[tuple[str, ...]],
    ) -> list[tuple[str, float]]:
        """Returns references and scores of the requested hits: the best with exact BM25, then the others. ``typed``:
        variants that rank above the others."""
        rough = dict(self._rough(match, pick, frequency, plan))
        typed = [way for way in typed if all(frequency.get(term) for term in way)]
        # Read from the posting lists: the counts of a row have no exact pairs.
        as_typed = dialect_tables().best(self._matched(plan, typed), pick, frequency, plan) if typed else {}
        rough |= {row: score + plan.profile.typed for row, score in as_typed.items()}
        boosts = {pk: one.boost for pk, one in named.items()}
        order = sorted({*rough, *boosts}, key=lambda pk: (-boosts.get(pk, 0.0), -rough.get(pk, 0.0), pk))
        best, rest = order[: plan.profile.rescored], order[plan.profile.rescored :]
        scorer = Scorer.of(plan.query, frequency, corpus.corpus_statistics(), plan.profile, plan.extra)
        rows = IndexEntry.objects.filter(pk__in=best)
        scored = [
            (
                ref,
                scorer.score(bytes(packed), syllables, pairs)
                + boosts.get(pk, 0.0)
                + (plan.profile.typed if pk in as_typed else 0.0)
                + (pick.lift if pk in pick.near else 0.0),
            )
            for pk, ref, packed, syllables, pairs in rows.values_list("pk", "ref", "packed", "syllables", "pairs")
        ]
        scored.sort(key=lambda hit: (-hit[1], hit[0]))
        first, size = plan.window
        wanted = scored[first : first + size]
        if rest and len(wanted) < size:
            start = max(first - len(best), 0)
            wanted += self._refs(rest[start : start + size - len(wanted)])
        return wanted

    @staticmethod
    def _refs(ids: Sequence[int]) -> list[tuple[str, float]]:
        """Returns references without a score, in this order."""
        refs = dict(IndexEntry.objects.filter(pk__in=ids).values_list("pk", "ref"))
        return [(refs[pk], 0.0) for pk in ids if pk in refs]

    def count(self) -> int:
        return IndexEntry.objects.count()

    def explain(self, plan: SearchPlan) -> dict[str, Any]:
        match, frequency, _ = self._match(plan)
        explained = {
            "frequencies": frequency,
            "keys": {boost.key: boost.of("document") or boost.of("provision") for boost in plan.boosts},
            "every": match.every,
            "ways": match.ways,
        }
        if match.ways:
            asked = dialect_tables().statements(match, Selection(plan.profile.rescored), frequency, plan)
            explained |= {name: {"sql": sql, "params": params} for name, (sql, params) in asked.items()}
        return explained
