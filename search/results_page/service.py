"""The search service: the only entry point for searches of the index."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from cms.tenancy.sites import SiteInfo
from search.backends import circuit_breaker, configured_engine
from search.backends.base import Backend, BackendResults, EngineUnavailable
from search.backends.database import DatabaseBackend
from search.index.contract import ALL
from search.query_planning.query import parse_query
from search.query_planning.query_plan import RELEVANCE, SearchPlan, SearchRequest, make_plan
from search.query_planning.synonyms import SynonymTable
from search.reranking.reranker import apply_source_weights, candidate_rows, remove_duplicates, rerank
from search.results_page.active_synonyms import active_synonyms
from search.results_page.hydrate import hydrate
from search.results_page.match_quality import is_accidental_match
from search.results_page.missing_document import find_missing_document
from search.results_page.results import RankedHit, Results

log = logging.getLogger(__name__)
database = DatabaseBackend()


def _run_query(plan: SearchPlan, backend: Backend | None) -> tuple[BackendResults, str, bool]:
    """Returns (results, name of the engine, whether it was the fallback)."""
    if backend is not None:
        return backend.search(plan), backend.name, False
    configured = configured_engine()
    if configured is None:
        return database.search(plan), database.name, False
    if not circuit_breaker.is_open():
        try:
            return configured.search(plan), configured.name, False
        except EngineUnavailable as error:
            circuit_breaker.open_circuit()
            log.warning("search: %s does not answer (%s); the database stands in", configured.name, error)
    return database.search(plan), database.name, True


def _rank(found: BackendResults, plan: SearchPlan) -> list[RankedHit]:
    """Returns the gathered hits in their final order, without duplicates."""
    rows = candidate_rows([ref for ref, _ in found.hits], plan)
    if plan.reranked:
        ranking = rerank(found.hits, plan, rows, found.frequency)
    else:
        ranking = [RankedHit(ref, score, score) for ref, score in found.hits]
    if plan.strict and plan.request.sort == RELEVANCE:
        ranking = apply_source_weights(ranking, plan, plan.request.day or timezone.localdate(), rows)
    return remove_duplicates(ranking, plan.request.site_id, rows)


def _build_page(found: BackendResults, plan: SearchPlan, backend: Backend | None) -> tuple[list[RankedHit], int]:
    """Returns (the hits of the requested page, number of removed duplicates)."""
    ranking = _rank(found, plan)
    left_out = len(found.hits) - len(ranking)
    first, size = (plan.request.page - 1) * plan.request.size, plan.request.size
    shown = ranking[first : first + size]
    if len(shown) < size and found.total > plan.pool_size:
        start = plan.pool_size + max(first - len(ranking), 0)
        more, _, _ = _run_query(replace(plan, span=(start, size - len(shown))), backend)
        shown += [RankedHit(ref, score, score) for ref, score in more.hits]
    return shown, left_out


def search(
    text: str,
    site_info: SiteInfo | None,
    scope: str = ALL,
    filters: Mapping[str, Sequence[str]] | None = None,
    page: int = 1,
    locale: str = "vi",
    sort: str = RELEVANCE,
    size: int = 10,
    backend: Backend | None = None,
    day: datetime.date | None = None,
    words: SynonymTable | None = None,
) -> Results:
    """Returns live, public content that matches ``text``, seen from a site (``None``: no site, without scope "site").

    ``filters``: facet → values; one value per facet must match, and all facets. ``page`` counts from 1. ``day``: the
    day of document statuses (default: today). ``backend``: use only this engine; raises ``EngineUnavailable`` if it
    fails. By default the configured engine answers, with the database as fallback. ``words``: synonym rows for query
    parsing (default: the active ones).
    """
    request = SearchRequest(
        scope=scope,
        site_id=site_info.id if site_info else None,
        near=site_info.id if site_info and not site_info.is_portal else None,
        locale=locale,
        filters={name: tuple(values) for name, values in (filters or {}).items()},
        sort=sort,
        day=day,
        page=page,
        size=size,
    )
    absent = find_missing_document(text)
    plan = make_plan(parse_query(absent.instead if absent else text, words or active_synonyms()), request)
    if plan.query.is_empty:
        return Results(plan.query, plan.request, absent=absent)
    found, engine, stood_in = _run_query(plan, backend)
    if is_accidental_match(found, plan, lambda other: _run_query(other, backend)[0]):
        found = BackendResults(0, (), took=found.took)
    ranking, left_out = _build_page(found, plan, backend)
    total = found.total - left_out
    return Results(
        query=plan.query,
        request=plan.request,
        hits=hydrate(ranking, plan, site_info),
        total=total,
        facets=found.facets,
        scopes=found.scopes,
        relaxed=found.relaxed,
        requires_all_words=bool(plan.levels) and plan.levels[0].needed == len(plan.query.content),
        engine=engine,
        fallback=stood_in,
        took=found.took,
        ranking=tuple(ranking),
        absent=absent,
    )
