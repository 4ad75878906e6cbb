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
        known_items = self._known_items(plan)
        matching = known_items.keys() & set(match.rows) if known_items else set()
        # Known items are results even if they lack a word ("nghị định 15/2020").
        added = {pk: item for pk, item in known_items.items() if pk not in matching}
        placed = facet_groups.groups_of_rows(dialect_tables(), match.rows)
        matched = placed.counts
        counts = matched + Counter(item.group for item in added.values()) if added else matched
        groups = groups_by_number(counts)
        counting = FacetCounter(plan.request, plan.request.day or timezone.localdate())
        counting.count_all(counts, groups)
        selected = counting.groups
        known_items = {pk: item for pk, item in known_items.items() if item.group in selected}
        own_groups = (
            {n for n in selected if groups[n].site_id == plan.request.near} if plan.request.near is not None else set()
        )
        pick = Selection(
            limit=max(plan.profile.rescored, sum(plan.window)),
            newest=plan.profile.candidates if match.total > plan.profile.candidates else 0,
            groups=None if selected >= matched.keys() else tuple(selected & matched.keys()),
            near=frozenset(
                (*placed.rows_in(own_groups), *(pk for pk, item in known_items.items() if item.group in own_groups))
            ),
            lift=plan.profile.near,
        )
        if plan.request.sort == DATE:
            hits = self._by_date(match, pick, {pk: item for pk, item in known_items.items() if pk in added}, plan)
        else:
            hits = self._ranked(match, pick, known_items, frequency, plan, plan.typed_first(level))
        return BackendResults(
            counting.total, tuple(hits), counting.facets, counting.scopes, relaxed, frequency=frequency, level=level
        )

    def _match(self, plan: SearchPlan) -> tuple[MatchCondition, dict[str, int], RelaxationLevel | None]:
        """Returns the condition of results, the term frequencies, and the relaxation level (None: by score alone)."""
        query = plan.query
        variant_terms = (
            term
            for variants in (*(level.variants for level in plan.levels), plan.expansions)
            for variant in variants
            for term in variant
        )
        terms = (*query.syllables, *query.pairs, *query.exact, *variant_terms, *plan.required, *plan.extra)
        frequency = dialect_tables().frequencies(terms)
        if any(not frequency.get(term) for term in plan.required):
            return MatchCondition(), frequency, RelaxationLevel(len(query.content), 0)
        for level in plan.levels:
            match = self._matched(plan, self._variants_of(plan, level, frequency))
            if match.total >= level.min_results:
                return match, frequency, level
        if plan.strict:
            return MatchCondition(), frequency, None
        found = choose_candidate_terms(plan, frequency)
        if plan.required:
            return self._matched(plan, [(term,) for term in found]), frequency, None
        return self._weighed(plan, found, frequency), frequency, None

    @staticmethod
    def _variants_of(plan: SearchPlan, level: RelaxationLevel, frequency: Mapping[str, int]) -> list[tuple[str, ...]]:
        """Returns every variant that fulfils the level (phrase variants, all content syllables, or all but one), and
        the query expansions."""
        typed = level.variants or combinations(plan.query.content, level.needed)
        variants = (*typed, *plan.expansions)
        return [variant for variant in variants if all(frequency.get(term) for term in variant)]

    @staticmethod
    def _matched(plan: SearchPlan, variants: Sequence[tuple[str, ...]]) -> MatchCondition:
        if not variants:
            return MatchCondition()
        match = MatchCondition(plan.required, tuple(variants))
        return replace(match, rows=dialect_tables().matching(match))

    def _weighed(self, plan: SearchPlan, selecting: Sequence[str], frequency: Mapping[str, int]) -> MatchCondition:
        """Returns the entries that have one of the ``selecting`` terms, with a rough score by which of these and of
        some more frequent terms they have. It selects the few hundred for exact scoring as well as a full score, in
        half the time."""
        others, read, selecting_set, added = [], 0, set(selecting), set(plan.extra)
        terms = (
            term
            for term in (*plan.query.syllables, *plan.query.pairs, *plan.extra)
            if frequency.get(term) and term not in selecting_set
        )
        for term in sorted(terms, key=lambda term: (frequency[term], term)):
            read += frequency[term]
            if read > plan.profile.candidates:
                break
            others.append(term)
        having = dialect_tables().rows_of((*selecting, *others))
        entries = corpus.corpus_statistics().entries
        weights = {
            term: plan.weight(term) * inverse_document_frequency(entries, frequency[term])
            for term in (*selecting, *others)
        }
        scores: dict[int, float] = {}
        for term in selecting:
            weight = weights[term]
            for row in having.get(term, ()):
                scores[row] = scores.get(row, 0.0) + weight
        rows = sorted(scores)
        if len(rows) > plan.profile.candidates:
            scores = {row: scores[row] for row in rows[-plan.profile.candidates :]}
        for term in others:
            weight = weights[term] * (plan.profile.synonyms if term in added else 1)
            for row in having.get(term, ()):
                if row in scores:
                    scores[row] += weight
        return MatchCondition((), tuple((term,) for term in selecting), rows, scores)

    def _known_items(self, plan: SearchPlan) -> dict[int, KnownItem]:
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
        rows = [(pk, item.date) for pk, item in added.items()]
        if match.rows:
            rows += dialect_tables().latest(match, replace(pick, limit=first + size))
        rows.sort(key=lambda row: (row[1] is not None, str(row[1] or ""), row[0]), reverse=True)
        return self._refs([pk for pk, _ in rows[first : first + size]])

    @staticmethod
    def _rough_scores(
        match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> Mapping[int, float]:
        """Returns row → rough score, for the rows with the best rough scores."""
        if not match.rows:
            return {}
        if match.rough_scores is None and match.total > plan.profile.rescored:
            return dialect_tables().best(match, pick, frequency, plan)
        scores = dict.fromkeys(match.rows, 0.0) if match.rough_scores is None else match.rough_scores
        if pick.groups is not None:
            groups, selected = facet_groups.groups_of_rows(dialect_tables(), list(scores)).groups, set(pick.groups)
            scores = {
                row: score for (row, score), group in zip(scores.items(), groups, strict=True) if group in selected
            }
        if pick.near:
            scores = {row: score + (pick.lift if row in pick.near else 0.0) for row, score in scores.items()}
        return {row: scores[row] for row in heapq.nlargest(pick.limit, scores, key=scores.__getitem__)}

    def _ranked(
        self,
        match: MatchCondition,
        pick: Selection,
        known_items: dict[int, KnownItem],
        frequency: Mapping[str, int],
        plan: SearchPlan,
        typed: Sequence[tuple[str, ...]],
    ) -> list[tuple[str, float]]:
        """Returns references and scores of the requested hits: the best with exact BM25, then the others. ``typed``:
        variants that rank above the others."""
        scores = dict(self._rough_scores(match, pick, frequency, plan))
        typed = [variant for variant in typed if all(frequency.get(term) for term in variant)]
        # Read from the posting lists: the counts of a row have no exact pairs.
        as_typed = dialect_tables().best(self._matched(plan, typed), pick, frequency, plan) if typed else {}
        scores |= {row: score + plan.profile.typed for row, score in as_typed.items()}
        boosts = {pk: item.boost for pk, item in known_items.items()}
        order = sorted({*scores, *boosts}, key=lambda pk: (-boosts.get(pk, 0.0), -scores.get(pk, 0.0), pk))
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
            "variants": match.variants,
        }
        if match.variants:
            statements = dialect_tables().statements(match, Selection(plan.profile.rescored), frequency, plan)
            explained |= {name: {"sql": sql, "params": params} for name, (sql, params) in statements.items()}
        return explained
