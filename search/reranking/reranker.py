"""Re-ranks the best hits of the engine. Texts come from the database index, whichever engine answered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from search.backends.bm25 import inverse_document_frequency
from search.backends.corpus import corpus_statistics
from search.backends.database import dialect_tables
from search.backends.groups import groups_by_number
from search.models import IndexEntry, IndexKey
from search.query_planning.query_plan import SearchPlan
from search.reranking.features import Candidate, compute_features
from search.reranking.model import load_model
from search.reranking.source_weights import heading_weight_factors, source_weight_factors
from search.results_page.results import RankedHit

_FIELDS = (
    "pk", "ref", "kind", "heading", "parent_title", "parent_ref", "doc_type", "level", "date", "group_id", "story",
    "site_id",
)  # fmt: skip
Rows = Mapping[str, dict[str, Any]]  # reference → fields of the entry


def candidate_rows(refs: Iterable[str], plan: SearchPlan) -> Rows:
    """Returns the fields that the functions below need, without deleted entries."""
    fields = (*_FIELDS, "tokens", "syllables") if plan.query.asks_definition else _FIELDS
    return {row["ref"]: row for row in IndexEntry.objects.filter(ref__in=list(refs)).values(*fields)}


def _boosts(rows: Sequence[Mapping[str, Any]], plan: SearchPlan) -> dict[str, float]:
    """Returns reference → the best boost of the entry's keys."""
    by_key = {boost.key: boost for boost in plan.boosts}
    if not by_key or plan.required:
        return {}
    by_pk = {row["pk"]: row for row in rows}
    found: dict[str, float] = {}
    pairs = IndexKey.objects.filter(entry_id__in=list(by_pk), key__in=list(by_key)).values_list("entry_id", "key")
    for pk, key in pairs:
        row = by_pk[pk]
        found[row["ref"]] = max(by_key[key].of(row["kind"]), found.get(row["ref"], 0.0))
    return found


def term_rarity(plan: SearchPlan, frequency: Mapping[str, int] | None) -> dict[str, float]:
    """Returns the idf of each syllable and pair of the query, reduced for those in sentences beside the question."""
    terms = (*plan.query.syllables, *plan.query.pairs)
    if frequency is None:
        frequency = dialect_tables().frequencies(terms)
    entries = corpus_statistics().entries
    return {
        term: plan.weight(term) * inverse_document_frequency(entries, min(frequency.get(term, 0), entries))
        for term in terms
    }


def build_candidates(
    hits: Sequence[tuple[str, float]], plan: SearchPlan, rows: Rows, frequency: Mapping[str, int] | None = None
) -> list[RankedHit]:
    """Returns ``hits`` with their features, in the engine's order, without deleted entries. ``frequency``: term →
    number of entries, if known."""
    meaning = plan.query.asks_definition
    boosts = _boosts([rows[ref] for ref, _ in hits if ref in rows], plan)
    candidates = []
    for ref, score in hits:
        if row := rows.get(ref):
            words = row["tokens"].split(None, row["syllables"])[: row["syllables"]] if meaning else ()
            text = max(score - boosts.get(ref, 0.0), 0.0)
            candidates.append(Candidate(ref, text, row["heading"], row["parent_title"], row["parent_ref"], words))
    found = compute_features(plan.query, term_rarity(plan, frequency), candidates)
    return [
        RankedHit(c.ref, c.score + boosts.get(c.ref, 0.0), c.score, boosts.get(c.ref, 0.0), figure)
        for c, figure in zip(candidates, found, strict=True)
    ]


def rerank(
    hits: Sequence[tuple[str, float]], plan: SearchPlan, rows: Rows, frequency: Mapping[str, int] | None = None
) -> list[RankedHit]:
    """Returns the first ``plan.reranked`` hits in the model's order, followed by the rest in their old order.

    Known items stay first, by their boost; a score is that boost plus the difference between the model's score and the
    lowest one.
    """
    best, rest = hits[: plan.reranked], hits[plan.reranked :]
    found = build_candidates(best, plan, rows, frequency)
    scores = [load_model().score(hit.figures) for hit in found]
    least = min(scores, default=0.0)
    found = [
        RankedHit(hit.ref, hit.boost + score - least, hit.text, hit.boost, hit.figures)
        for hit, score in zip(found, scores, strict=True)
    ]
    found.sort(key=lambda hit: -hit.score)
    return found + [RankedHit(ref, 0.0, score) for ref, score in rest]


def apply_source_weights(
    found: Sequence[RankedHit], plan: SearchPlan, day: datetime.date, rows: Rows
) -> list[RankedHit]:
    """Returns the hits sorted with source weights, which are shares of the text score or, for re-ranked hits, of the
    model's score. Hits after the re-ranked ones stay after them."""
    groups = groups_by_number({row["group_id"] for row in rows.values()})
    boosts = {} if plan.reranked else _boosts(list(rows.values()), plan)
    seen = []
    for position, hit in enumerate(found):
        row = rows.get(hit.ref)
        if row is None or (plan.reranked and position >= plan.reranked):
            seen.append(hit)
            continue
        status = groups[row["group_id"]].status_on(day) if row["group_id"] in groups else ""
        parts = source_weight_factors(
            plan.profile.sources, row["kind"], row["doc_type"], row["level"], status, row["date"], day
        )
        boost = hit.boost or boosts.get(hit.ref, 0.0)
        text = max(hit.score - boost, 0.0)
        as_typed = not plan.reranked and text >= plan.profile.typed
        parts |= heading_weight_factors(plan.profile.sources, row["heading"], plan.query, as_typed)
        base = plan.profile.sources_in_model if plan.reranked else text
        seen.append(replace(hit, score=boost + text + base * sum(parts.values()), boost=boost, source_factors=parts))
    best = seen[: plan.reranked or len(seen)]
    return [*sorted(best, key=lambda hit: -hit.score), *seen[len(best) :]]


def remove_duplicates(found: Sequence[RankedHit], site_id: int | None, rows: Rows) -> list[RankedHit]:
    """Returns one hit per story, at the position of its best duplicate: the current site's own copy if there is one,
    with references to the others."""
    stories = {ref: (row["story"], row["site_id"]) for ref, row in rows.items() if row["story"]}
    by_story: dict[str, list[RankedHit]] = {}
    for hit in found:
        by_story.setdefault(stories[hit.ref][0] if hit.ref in stories else hit.ref, []).append(hit)
    shown = []
    for same in by_story.values():
        first = next((hit for hit in same if stories.get(hit.ref, ("", None))[1] == site_id), same[0])
        others = tuple(hit.ref for hit in same if hit is not first)
        shown.append(replace(first, score=same[0].score, copies=others) if others else first)
    return shown
