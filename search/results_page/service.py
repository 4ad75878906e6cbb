"""The one question that the product asks of its index."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from cms.tenancy.sites import SiteInfo
from search.backends import circuit_breaker, engine
from search.backends.base import Backend, EngineDown, Found
from search.backends.database import DatabaseBackend
from search.index.contract import ALL
from search.query_planning.query import parse
from search.query_planning.query_plan import RELEVANCE, Ask, SearchPlan, make_plan
from search.query_planning.synonyms import Words
from search.reranking.reranker import one_of_each, reorder, rows_of, weighed
from search.results_page.active_synonyms import words_in_use
from search.results_page.hydrate import hydrate
from search.results_page.match_quality import is_by_chance
from search.results_page.missing_document import absent_in
from search.results_page.results import Ranked, Results

log = logging.getLogger(__name__)
database = DatabaseBackend()


def _ask(plan: SearchPlan, backend: Backend | None) -> tuple[Found, str, bool]:
    """(what was found, who answered, whether that was the stand-in)."""
    if backend is not None:
        return backend.search(plan), backend.name, False
    configured = engine()
    if configured is None:
        return database.search(plan), database.name, False
    if not circuit_breaker.is_on():
        try:
            return configured.search(plan), configured.name, False
        except EngineDown as error:
            circuit_breaker.begin()
            log.warning("search: %s does not answer (%s); the database stands in", configured.name, error)
    return database.search(plan), database.name, True


def _ranked(found: Found, plan: SearchPlan) -> list[Ranked]:
    """What is looked at together, in its final order, each story once."""
    rows = rows_of([ref for ref, _ in found.hits], plan)
    if plan.reranked:
        ranking = reorder(found.hits, plan, rows, found.frequency)
    else:
        ranking = [Ranked(ref, score, score) for ref, score in found.hits]
    if plan.strict and plan.ask.sort == RELEVANCE:
        ranking = weighed(ranking, plan, plan.ask.day or timezone.localdate(), rows)
    return one_of_each(ranking, plan.ask.site_id, rows)


def _page(found: Found, plan: SearchPlan, backend: Backend | None) -> tuple[list[Ranked], int]:
    """(the hits of the page that was asked for, how many copies were left out)."""
    ranking = _ranked(found, plan)
    left_out = len(found.hits) - len(ranking)
    first, size = (plan.ask.page - 1) * plan.ask.size, plan.ask.size
    shown = ranking[first : first + size]
    if len(shown) < size and found.total > plan.gathered:
        behind = plan.gathered + max(first - len(ranking), 0)
        more, _, _ = _ask(replace(plan, span=(behind, size - len(shown))), backend)
        shown += [Ranked(ref, score, score) for ref, score in more.hits]
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
    words: Words | None = None,
) -> Results:
    """Live, public content that matches ``text``, seen from a site (``None``: no site, then not scope "site").

    ``filters``: facet → values, any of which; different facets must all hold. ``results_page`` counts from 1.
    ``day``: statuses of documents are those of that day (today). ``backend`` asks that engine and no other
    (``EngineDown`` is then the caller's); otherwise the configured one answers and the database stands in for it.
    ``words``: rows of words to read the question with; those in use.
    """
    ask = Ask(
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
    absent = absent_in(text)
    plan = make_plan(parse(absent.instead if absent else text, words or words_in_use()), ask)
    if plan.query.is_empty:
        return Results(plan.query, plan.ask, absent=absent)
    found, who, stood_in = _ask(plan, backend)
    if is_by_chance(found, plan, lambda other: _ask(other, backend)[0]):
        found = Found(0, (), took=found.took)
    ranking, left_out = _page(found, plan, backend)
    total = found.total - left_out
    return Results(
        query=plan.query,
        ask=plan.ask,
        hits=hydrate(ranking, plan, site_info),
        total=total,
        facets=found.facets,
        scopes=found.scopes,
        relaxed=found.relaxed,
        short=bool(plan.levels) and plan.levels[0].needed == len(plan.query.content),
        engine=who,
        fallback=stood_in,
        took=found.took,
        ranking=tuple(ranking),
        absent=absent,
    )
