"""Compiles plans into request bodies for Elasticsearch and OpenSearch, and rows into documents. Pure; golden files test
the dictionaries.

It uses only core features (whitespace analyzer on ready tokens, bool, constant_score, filters), so that a stripped
build, a full Elasticsearch 9 and OpenSearch 3 rank alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from cms.legal.validity.status import CODES
from search.backends.groups import Group
from search.index.contract import EVERY_SITE, FACETS, LIBRARY, LIBRARY_KINDS, SCOPES, SITE
from search.query_planning.query_plan import DATE, RelaxationLevel, SearchPlan, SearchRequest
from search.query_planning.ranking_profile import Profile

Body = dict[str, Any]
SYLLABLES, PAIRS, EXACT = "s", "p", "x"
MATCH_NONE: Body = {"match_none": {}}
MAX_VALUES = 10_000  # of one facet
_KEYWORDS = (
    "ref", "source", "digest", "kind", "school", "school_level", "commune", "locales", "doc_type", "issuer", "level",
    "law_field", "audience", "year", "keys", "language",
)  # fmt: skip
_MULTIPLE = ("issuer", "law_field")


def index_body(profile: Profile) -> Body:
    """Returns settings and mapping of the index. Each stream has its own length norm; exact tokens count once."""
    text = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
    return {
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            # Few segments: a search looks up every query term in every segment.
            "merge": {"policy": {"floor_segment": "16mb", "segments_per_tier": 4}},
            "similarity": {
                "text": {"type": "BM25", "k1": profile.k1, "b": profile.b},
                "presence": {"type": "BM25", "k1": 0, "b": 0},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": {
                SYLLABLES: {**text, "similarity": "text"},
                PAIRS: {**text, "similarity": "text"},
                EXACT: {**text, "similarity": "presence"},
                **{name: {"type": "keyword"} for name in _KEYWORDS},
                "site_id": {"type": "long"},
                "date": {"type": "date"},
                "in_status": {"properties": {code: {"type": "date_range"} for code in CODES}},
            },
        },
    }


def _status_ranges(statuses: tuple[tuple[str, str], ...]) -> Body:
    """Returns the date ranges of each status: ``{"in_force": [{"gte": "2017-06-01", "lt": "2026-01-01"}]}``."""
    found: Body = {}
    for i, (code, begins) in enumerate(statuses):
        ends = statuses[i + 1][1] if i + 1 < len(statuses) else ""
        found.setdefault(code, []).append({**({"gte": begins} if begins else {}), **({"lt": ends} if ends else {})})
    return found


def engine_document(row: Any, keys: tuple[str, ...], group: Group) -> Body:
    """Returns the engine's document of a ``search.models.IndexEntry`` with its keys and group."""
    tokens = row.tokens.split()
    end = row.syllables + row.pairs
    body: Body = {
        SYLLABLES: " ".join(tokens[: row.syllables]),
        PAIRS: " ".join(tokens[row.syllables : end]),
        EXACT: " ".join(tokens[end:]),
        "ref": row.ref,
        "site_id": row.site_id,
        "date": row.date and row.date.isoformat(),
        "year": str(row.date.year) if row.date else None,
        "in_status": _status_ranges(group.statuses),
        "locales": row.locales.split(),
        "keys": list(keys),
    }
    for name in _KEYWORDS:
        if name not in body:
            value = getattr(row, name)
            body[name] = value.split("|") if name in _MULTIPLE and value else value
    return {name: value for name, value in body.items() if value not in (None, "", [], {})}


def _match_all(*clauses: Body | None) -> Body:
    return {"bool": {"filter": [clause for clause in clauses if clause]}}


def _match(field: str, terms: Iterable[str], **options: Any) -> Body:
    return {"match": {field: {"query": " ".join(terms), **options}}}


def _condition(plan: SearchPlan, level: RelaxationLevel | None, terms: Sequence[str]) -> Body:
    """Returns the condition of results (apart from known items): entries of the ``level``, or with one of the terms
    ``terms`` if there are any."""
    required = [{"term": {_term_field(term): term}} for term in plan.required]
    if not level:
        fields = ((SYLLABLES, [t for t in terms if "_" not in t]), (PAIRS, [t for t in terms if "_" in t]))
        return _match_all(
            _match_any(*(_match(field, terms) for field, terms in fields if terms)) if terms else MATCH_NONE, *required
        )
    if level.variants:
        variants = [_match_expansion(variant) for variant in level.variants]
        typed = _match_any(*variants) if len(variants) > 1 else variants[0]
    else:
        typed = _match(SYLLABLES, plan.query.content, minimum_should_match=level.needed)
    expansions = [_match_expansion(variant) for variant in plan.expansions]
    return _match_all(_match_any(typed, *expansions) if expansions else typed, *required)


def _match_expansion(variant: Sequence[str]) -> Body:
    return _match_all(*({"term": {_term_field(term): term}} for term in variant))


def _match_any(*clauses: Body) -> Body:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _term_field(term: str) -> str:
    if not term.isascii():
        return EXACT
    return PAIRS if "_" in term else SYLLABLES


def _scoring_clauses(plan: SearchPlan, factor: float) -> list[Body]:
    """Returns one clause per term: engines can then skip entries whose terms cannot reach the top."""
    query, weights = plan.query, plan.profile
    added_weight = weights.synonyms * factor
    streams = (
        (SYLLABLES, query.syllables, weights.syllables * factor),
        (PAIRS, query.pairs, weights.pairs * factor),
        (EXACT, query.exact, weights.exact),
        (SYLLABLES, [term for term in plan.extra if "_" not in term], weights.syllables * added_weight),
        (PAIRS, [term for term in plan.extra if "_" in term], weights.pairs * added_weight),
    )
    clauses: list[Body] = [
        {"term": {field: {"value": term, "boost": boost * plan.weight(term)}}}
        for field, terms, boost in streams
        for term in terms
    ]
    if plan.request.near is not None:
        near = {"term": {"site_id": plan.request.near}}
        clauses.append({"constant_score": {"filter": near, "boost": weights.near}})
    return clauses


def _key_boosts(plan: SearchPlan) -> Body | None:
    """Returns the clause that adds the best boost of an entry's keys, as a constant."""
    if plan.required:
        return None
    clauses = []
    for boost in plan.boosts:
        for kinds, value in (
            ({"term": {"kind": "document"}}, boost.document),
            ({"term": {"kind": "provision"}}, boost.provision),
            ({"bool": {"must_not": [{"terms": {"kind": list(LIBRARY_KINDS)}}]}}, boost.page),
        ):
            if value:
                found = _match_all({"term": {"keys": boost.key}}, kinds)
                clauses.append({"constant_score": {"filter": found, "boost": value}})
    return {"dis_max": {"queries": clauses}} if clauses else None


def scope_filter(request: SearchRequest, scope: str) -> Body | None:
    if scope == SITE:
        return {"terms": {"site_id": [request.site_id if request.site_id is not None else -1, EVERY_SITE]}}
    if scope == LIBRARY:
        return {"terms": {"kind": list(LIBRARY_KINDS)}}
    return None


def _status_filter(code: str, day: datetime.date) -> Body:
    return {"term": {f"in_status.{code}": day.isoformat()}}


def _facet_filter(name: str, values: tuple[str, ...], day: datetime.date) -> Body:
    if name == "status":
        known = [_status_filter(code, day) for code in values if code in CODES]
        return {"bool": {"should": known or [MATCH_NONE], "minimum_should_match": 1}}
    return {"terms": {name: list(values)}}


def _filter_values(name: str, day: datetime.date) -> Body:
    if name == "status":
        return {"filters": {"filters": {code: _status_filter(code, day) for code in CODES}}}
    return {"terms": {"field": name, "size": MAX_VALUES}}


def _result_filters(plan: SearchPlan, level: RelaxationLevel | None, terms: Sequence[str]) -> list[Body]:
    """Returns the filters that select all results, regardless of scope and facet filters."""
    condition, keys = _condition(plan, level, terms), _key_boosts(plan)
    return [{"term": {"locales": plan.request.locale}}, _match_any(condition, keys) if keys else condition]


def _post_filters(plan: SearchPlan, day: datetime.date) -> dict[str, Body]:
    return {name: _facet_filter(name, values, day) for name, values in plan.request.filters.items()}


def hits_body(
    plan: SearchPlan,
    level: RelaxationLevel | None,
    day: datetime.date,
    k1_in_numerator: bool = False,
    terms: Sequence[str] = (),
) -> Body:
    """Returns the request for the best results: entries of the ``level`` or, without one, with one of the terms
    ``terms``.

    ``k1_in_numerator``: Elasticsearch uses the older BM25, greater by the factor k1 + 1; OpenSearch 3 and our own
    engine use the newer one. Constants (keys, own school) must have the same relative weight with both.
    """
    request, keys = plan.request, _key_boosts(plan)
    first, size = plan.window
    scope = scope_filter(request, request.scope)
    found: Body = {
        "filter": [
            *_result_filters(plan, level, terms),
            *([scope] if scope else []),
            *_post_filters(plan, day).values(),
        ]
    }
    if request.sort != DATE:
        factor = 1 / (plan.profile.k1 + 1) if k1_in_numerator else 1.0
        variants = [_match_expansion(variant) for variant in plan.typed_first(level)]
        typed = [{"constant_score": {"filter": _match_any(*variants), "boost": plan.profile.typed}}] if variants else []
        found["should"] = [*_scoring_clauses(plan, factor), *typed, *([keys] if keys else [])]
        found["minimum_should_match"] = 1  # true for all results; lets engines skip scoring some
    by_date = [{"date": {"order": "desc", "missing": "_last"}}, {"ref": "desc"}]
    return {
        "query": {"bool": found},
        "sort": by_date if request.sort == DATE else ["_score", {"ref": "asc"}],
        "from": first,
        "size": size,
        "track_total_hits": False,
        "_source": False,
        "docvalue_fields": ["ref"],
    }


def counts_body(plan: SearchPlan, level: RelaxationLevel | None, day: datetime.date, terms: Sequence[str] = ()) -> Body:
    """Returns the request for the counts of the same results: the total; ``free``: all facets without a filter at once;
    each other facet separately without its own filter; ``matched``: number of entries of the ``level``, without filters
    and known items, to decide whether they are enough."""
    request, filters = plan.request, _post_filters(plan, day)
    scope = scope_filter(request, request.scope)
    counts: Body = {
        "free": {
            "filter": _match_all(scope, *filters.values()),
            "aggs": {name: _filter_values(name, day) for name in FACETS if name not in filters},
        },
        "scopes": {
            "filters": {
                "filters": {name: _match_all(scope_filter(request, name), *filters.values()) for name in SCOPES}
            }
        },
    }
    for name in filters:
        others = [clause for other, clause in filters.items() if other != name]
        counts[name] = {"filter": _match_all(scope, *others), "aggs": {name: _filter_values(name, day)}}
    if level:
        counts["matched"] = {"filter": _condition(plan, level, terms)}
    return {
        "query": {"bool": {"filter": _result_filters(plan, level, terms)}},
        "post_filter": _match_all(scope, *filters.values()),
        "aggs": counts,
        "size": 0,
        "track_total_hits": True,
    }
