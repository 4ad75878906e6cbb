"""Elasticsearch 9 and OpenSearch 3: one index behind an alias, filled from the rows of the database index."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.utils import timezone

from search.backends.base import BackendResults, EngineUnavailable
from search.backends.database import dialect_tables
from search.backends.groups import groups_by_number
from search.backends.query_compiler import counts_body, engine_document, hits_body, index_body
from search.backends.transport import MERGE_TIMEOUT, PUBLISH_TIMEOUT, WRITE_TIMEOUT, NotFound, build_transport
from search.index.contract import FACETS, SCOPES
from search.models import IndexEntry
from search.query_planning.query_plan import RelaxationLevel, SearchPlan, choose_candidate_terms
from search.query_planning.ranking_profile import load_profile

BULK_SIZE = 500
MAX_CONCURRENT = 20  # writes up to this size are searchable at once; larger ones within 1 s
Item = tuple[IndexEntry, tuple[str, ...]]  # a row and its keys


class EngineBackend:
    """``search.backends.base.Backend`` on a search server."""

    def __init__(self, name: str, url: str, prefix: str):
        self.name = name
        self.alias = prefix
        self._transport = build_transport(name, url.rstrip("/"))

    def _request(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        return self._transport.request(method, path, body, **options)

    # -- searching ------------------------------------------------------------------------------

    def search(self, plan: SearchPlan) -> BackendResults:
        for level in plan.levels:
            hits, counts, took = self._query_engine(plan, level)
            if counts["aggregations"]["matched"]["doc_count"] >= level.min_results:
                return self._found(hits, counts, took, level=level, relaxed=level.needed < len(plan.query.content))
        if plan.strict:
            return self._found(*self._query_engine(plan, None), relaxed=True)
        frequency = self._frequency(plan)
        found = self._found(*self._query_engine(plan, None, choose_candidate_terms(plan, frequency)), relaxed=True)
        return replace(found, frequency=frequency)

    @staticmethod
    def _frequency(plan: SearchPlan) -> Mapping[str, int]:
        """Returns term frequencies of the database index, so that every engine selects by the same terms."""
        return dialect_tables().frequencies((*plan.query.syllables, *plan.query.pairs))

    def _bodies(self, plan: SearchPlan, level: RelaxationLevel | None, terms: Sequence[str] = ()) -> tuple[dict, dict]:
        day = plan.request.day or timezone.localdate()
        hits = hits_body(plan, level, day, k1_in_numerator=self.name == "elasticsearch", terms=terms)
        return hits, counts_body(plan, level, day, terms=terms)

    def _query_engine(
        self, plan: SearchPlan, level: RelaxationLevel | None, terms: Sequence[str] = ()
    ) -> tuple[dict, dict, float]:
        """Returns (response with hits, response with counts, the engine's milliseconds). One request has both searches:
        the engine runs them in parallel, and the search for hits can skip results."""
        lines = [line for body in self._bodies(plan, level, terms) for line in ({}, body)]
        answer = self._request("POST", f"/{self.alias}/_msearch", _ndjson(lines))
        for part in answer["responses"]:
            if "error" in part:
                raise EngineUnavailable(f"search refused ({part.get('status')}): {str(part['error'])[:300]}")
        hits, counts = answer["responses"]
        return hits, counts, float(answer["took"])

    @staticmethod
    def _found(
        hits: dict, counts: dict, took: float, relaxed: bool, level: RelaxationLevel | None = None
    ) -> BackendResults:
        counted = counts["aggregations"]
        facets = {}
        for name in FACETS:
            buckets = counted.get(name, counted["free"])[name]["buckets"]
            pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
            facets[name] = {key: bucket["doc_count"] for key, bucket in pairs if bucket["doc_count"]}
        found = tuple((hit["fields"]["ref"][0], float(hit["_score"] or 0.0)) for hit in hits["hits"]["hits"])
        scopes = {name: counted["scopes"]["buckets"][name]["doc_count"] for name in SCOPES}
        return BackendResults(counts["hits"]["total"]["value"], found, facets, scopes, relaxed, took, level=level)

    def explain(self, plan: SearchPlan) -> dict:
        if plan.levels:
            hits, counts = self._bodies(plan, plan.levels[0])
        else:
            hits, counts = self._bodies(plan, None, choose_candidate_terms(plan, self._frequency(plan)))
        return {"hits": hits, "counts": counts}

    def plain(self, plan: SearchPlan) -> float:
        """Returns the engine's milliseconds for the same hits and counts as one ordinary search: ``bench_search``
        compares them with our own time."""
        explained = self.explain(plan)
        body = {**explained["hits"], "aggs": explained["counts"]["aggs"], "track_total_hits": True}
        return float(self._request("POST", f"/{self.alias}/_search", body)["took"])

    # -- writing --------------------------------------------------------------------------------

    def apply(self, items: Sequence[Item], deleted: Sequence[str]) -> None:
        """Writes and removes entries; creates a missing index. Raises ``EngineUnavailable``."""
        actions = [
            *_bulk_actions(self.alias, items),
            *({"delete": {"_index": self.alias, "_id": ref}} for ref in deleted),
        ]
        refresh = "true" if len(items) + len(deleted) <= MAX_CONCURRENT else "false"
        if not self._index_of_alias():
            self.rebuild([])
        self._bulk(actions, refresh)

    def _bulk(self, actions: list[dict], refresh: str = "false") -> None:
        for start in range(0, len(actions), 2 * BULK_SIZE):
            lines = _ndjson(actions[start : start + 2 * BULK_SIZE])
            params = {"refresh": refresh, "require_alias": "true"} if refresh == "true" else {"refresh": refresh}
            timeout = PUBLISH_TIMEOUT if refresh == "true" else WRITE_TIMEOUT
            answer = self._request("POST", "/_bulk", lines, params=params, timeout=timeout)
            if answer["errors"]:
                bad = [next(iter(item.values())) for item in answer["items"]]
                reasons = [str(item.get("error")) for item in bad if item.get("status", 200) not in (200, 201, 404)]
                if reasons:
                    raise EngineUnavailable(f"{len(reasons)} writes were refused, first: {reasons[0][:300]}")

    def ids_of(self, sources: Sequence[str]) -> set[str]:
        """Returns the references that the engine stores for these sources."""
        self.refresh()
        found: set[str] = set()
        for start in range(0, len(sources), 1000):
            query = {"terms": {"source": list(sources[start : start + 1000])}}
            found.update(ref for ref, _ in self._scan(query))
        return found

    def digests(self) -> dict[str, str]:
        """Returns reference → digest of everything that the engine stores."""
        self.refresh()
        return dict(self._scan({"match_all": {}}))

    def _scan(self, query: dict[str, Any]) -> Iterator[tuple[str, str]]:
        after = None
        while True:
            body = {
                "query": query, "size": 5000, "sort": [{"ref": "asc"}], "_source": False,
                "docvalue_fields": ["ref", "digest"], "track_total_hits": False,
            }  # fmt: skip
            if after:
                body["search_after"] = after
            hits = self._request("POST", f"/{self.alias}/_search", body, timeout=WRITE_TIMEOUT)["hits"]["hits"]
            if not hits:
                return
            yield from ((hit["fields"]["ref"][0], hit["fields"]["digest"][0]) for hit in hits)
            after = hits[-1]["sort"]

    # -- the index itself -------------------------------------------------------------------------

    def _index_of_alias(self) -> str:
        try:
            return next(iter(self._request("GET", f"/_alias/{self.alias}")), "")
        except NotFound:
            return ""

    def rebuild(self, batches: Iterable[Sequence[Item]]) -> int:
        """Builds a new index; when it is complete, moves the alias to it in one step and removes the old index."""
        name = f"{self.alias}-{time.strftime('%Y%m%d%H%M%S')}-{time.time_ns() % 1_000_000:06d}"
        self._request("PUT", f"/{name}", index_body(load_profile()), timeout=WRITE_TIMEOUT)
        count = 0
        try:
            for items in batches:
                self._bulk(list(_bulk_actions(name, items)))
                count += len(items)
            with suppress(EngineUnavailable):  # only an optimization
                self._request("POST", f"/{name}/_forcemerge", params={"max_num_segments": "1"}, timeout=MERGE_TIMEOUT)
            self._request("POST", f"/{name}/_refresh", timeout=WRITE_TIMEOUT)
        except BaseException:
            self._request("DELETE", f"/{name}", timeout=WRITE_TIMEOUT)
            raise
        old = self._index_of_alias()
        actions = [{"add": {"index": name, "alias": self.alias}}]
        actions += [{"remove_index": {"index": old}}] if old else []
        self._request("POST", "/_aliases", {"actions": actions}, timeout=WRITE_TIMEOUT)
        return count

    def refresh(self) -> None:
        try:
            self._request("POST", f"/{self.alias}/_refresh", timeout=WRITE_TIMEOUT)
        except NotFound:
            self.rebuild([])

    def check_connection(self) -> None:
        with suppress(NotFound):  # no index yet, but the engine answers
            self._request("GET", f"/_alias/{self.alias}", timeout=1.0)

    def drop(self) -> None:
        """Removes the index (tests, benchmarks)."""
        if old := self._index_of_alias():
            self._request("DELETE", f"/{old}", timeout=WRITE_TIMEOUT)

    def count(self) -> int:
        self.refresh()
        return self._request("GET", f"/{self.alias}/_count")["count"]


def _ndjson(bodies: Iterable[dict]) -> str:
    return "".join(json.dumps(body, ensure_ascii=False) + "\n" for body in bodies)


def _bulk_actions(index: str, items: Iterable[Item]) -> Iterator[dict]:
    items = list(items)
    known = groups_by_number({row.group_id for row, _ in items})
    for row, keys in items:
        yield {"index": {"_index": index, "_id": row.ref}}
        yield engine_document(row, keys, known[row.group_id])
