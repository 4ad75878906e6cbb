"""Explains one query: the parsed query, the engine's request and the ranking of the results."""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.tenancy import sites
from search.backends import build_engine, configured_engine
from search.backends.base import EngineUnavailable
from search.index.contract import ALL, FACETS, SCOPES
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SORTS, SearchRequest, make_plan
from search.reranking.model import load_model
from search.results_page import service
from search.results_page.active_synonyms import active_synonyms
from search.results_page.results import RankedHit


def _why(one: RankedHit) -> dict:
    """Returns the engine's score, the known-item boost, the re-ranking features and their contributions."""
    parts = load_model().parts(one.figures) if one.figures else {}
    return {
        "text": round(one.text, 3),
        "boost": one.boost,
        "source_factors": dict(one.source_factors),
        "copies": len(one.copies),
        "figures": {name: round(value, 3) for name, value in one.figures.items()},
        "parts": {name: round(value, 3) for name, value in parts.items()},
    }


class Command(BaseCommand):
    help = "Explain one query: analysis, plan, request, scores."

    def add_arguments(self, parser):
        parser.add_argument("text")
        parser.add_argument("--host", help="host name of the site that asks; default: the portal")
        parser.add_argument("--scope", choices=SCOPES, default=ALL)
        parser.add_argument("--filter", action="append", default=[], metavar="FACET=VALUE")
        parser.add_argument("--sort", choices=SORTS, default=SORTS[0])
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--locale", default="vi")
        parser.add_argument("--engine", help="'database' or an address like elasticsearch+http://host:9200")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        info = sites.site_for_host(options["host"]) if options["host"] else sites.portal_site()
        if options["host"] and info is None:
            raise CommandError(_("No school lives at this address."))
        filters: dict[str, list[str]] = {}
        for pair in options["filter"]:
            name, _sign, value = pair.partition("=")
            if name not in FACETS or not value:
                raise CommandError(f"--filter {pair}: FACET=VALUE, FACET one of {', '.join(FACETS)}")
            filters.setdefault(name, []).append(value)
        backend = self._backend(options["engine"])
        try:
            results = service.search(
                options["text"], info, options["scope"], filters, options["page"], options["locale"], options["sort"],
                backend=backend,
            )  # fmt: skip
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        why = {one.ref: one for one in results.ranking}
        query = parse_query(options["text"], active_synonyms())
        plan = make_plan(
            query,
            SearchRequest(
                options["scope"],
                info.id if info else None,
                locale=options["locale"],
                filters={name: tuple(values) for name, values in filters.items()},
            ),
        )
        engine = backend or configured_engine() or service.database
        explained = {
            "query": {
                name: getattr(query, name)
                for name in ("text", "syllables", "pairs", "exact", "content", "phrases", "keys")
            },
            "expansions": [" ".join(expansion.words) for expansion in query.expansions],
            "levels": [
                [" or ".join(map(" + ".join, level.variants)) or f"{level.needed} words", level.min_results]
                for level in plan.levels
            ],
            "synonyms": plan.expansions,
            "boosts": {boost.key: [boost.document, boost.provision, boost.page] for boost in plan.boosts},
            "reranked": plan.reranked,
            "engine": results.engine,
            "fallback": results.fallback,
            "request": engine.explain(plan) if not query.is_empty else None,
            "total": results.total,
            "took_ms": round(results.took, 1),
            "scopes": dict(results.scopes),
            "facets": {name: dict(counts) for name, counts in results.facets.items() if counts},
            "hits": [
                {
                    "score": round(hit.score, 3),
                    "ref": hit.ref,
                    "title": hit.plain_title,
                    "url": hit.url,
                    **_why(why[hit.ref]),
                }
                for hit in results.hits
            ],
        }
        if options["json"]:
            self.stdout.write(json.dumps(explained, ensure_ascii=False, indent=1))
        else:
            self._print(explained)

    def _backend(self, name: str | None):
        if not name:
            return None
        return service.database if name == "database" else build_engine(name)

    def _print(self, explained: dict) -> None:
        for name, value in explained["query"].items():
            self.stdout.write(f"{name:<10} {value}")
        levels = "; ".join(f"{needed} if {enough} hits" for needed, enough in explained["levels"])
        self.stdout.write(f"{'match':<10} {levels or 'by score'}; otherwise by the rarest terms")
        for words in explained["expansions"]:
            self.stdout.write(f"{'otherwise':<10} {words}")
        if explained["synonyms"]:
            self.stdout.write(f"{'or':<10} {'; '.join(' '.join(expansion) for expansion in explained['synonyms'])}")
        for key, (document, provision, page) in explained["boosts"].items():
            self.stdout.write(f"{'named':<10} {key}: document {document}, article {provision}, page {page}")
        self.stdout.write(f"{'re-ranked':<10} the best {explained['reranked']}")
        self.stdout.write(f"{'request':<10} {json.dumps(explained['request'], ensure_ascii=False)}")
        stood_in = ", standing in" if explained["fallback"] else ""
        self.stdout.write(
            f"{'answer':<10} {explained['total']} in {explained['took_ms']} ms by {explained['engine']}{stood_in}"
        )
        for name, counts in explained["facets"].items():
            best = sorted(counts.items(), key=lambda item: -item[1])[:8]
            self.stdout.write(f"  {name:<12} " + ", ".join(f"{value} {count}" for value, count in best))
        for hit in explained["hits"]:
            self.stdout.write(f"  {hit['score']:>9.3f}  {hit['ref']:<16} {hit['title'][:70]}  {hit['url']}")
            parts = sorted(hit["parts"].items(), key=lambda item: -abs(item[1]))
            self.stdout.write(
                f"{'':>13}text {hit['text']:.2f}, named {hit['boost']:.0f}"
                + "".join(f", {name} {hit['figures'][name]:.2f} → {part:+.2f}" for name, part in parts if part)
                + "".join(f", {name} {share:+.1%}" for name, share in hit["source_factors"].items())
                + (f", {hit['copies']} copies" if hit["copies"] else "")
            )
