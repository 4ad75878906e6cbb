"""Promoted results: pages and documents that a site's editors show above the results of a query (``SearchSettings``).

They are stored in the database and shown with any engine or none, if they are live and public.
"""

from __future__ import annotations

from dataclasses import dataclass

from cms.core import versions
from cms.tenancy.sites import SiteInfo
from search.index.sources.visibility import public_sources
from search.models import IndexEntry, SearchSettings
from search.query_planning.query import parse_query
from search.results_page.active_synonyms import VERSION, active_synonyms
from search.results_page.hydrate import hit_url

MAX_PROMOTIONS = 3  # per query
KINDS = {"page": "page", "law": "document"}  # chooser of the block → kind of entry


@dataclass(frozen=True)
class Promotion:
    """A promotion. ``questions``: queries as folded syllables; ``ref``: "page:12" or "document:5"."""

    questions: frozenset[tuple[str, ...]]
    ref: str
    note: str


@dataclass(frozen=True)
class PromotedHit:
    ref: str
    title: str
    url: str
    note: str


def _promotions(site_id: int) -> tuple[Promotion, ...]:
    """Reads the stored JSON directly, because blocks would query every page."""
    row = SearchSettings.objects.filter(site_id=site_id).first()
    found = []
    for item in row.promoted.raw_data if row else ():
        value = item["value"]
        name = "page" if value.get("page") else "law"
        if value.get(name):
            lines = (parse_query(line, active_synonyms()) for line in value["questions"].splitlines())
            questions = frozenset(line.sequence for line in lines) - {()}
            found.append(Promotion(questions, f"{KINDS[name]}:{value[name]}", value.get("note") or ""))
    return tuple(found)


def _site_promotions(site_id: int) -> tuple[Promotion, ...]:
    return versions.get_or_build(
        ("search.results_page.promoted", site_id),
        (versions.site_version(site_id), VERSION),
        lambda: _promotions(site_id),
    )


def find_promoted(text: str, site_info: SiteInfo) -> list[PromotedHit]:
    """Returns the promoted hits of exactly this query, ignoring diacritics and case; no database query if the site has
    no promotions."""
    words = parse_query(text, active_synonyms()).sequence
    promotions = [one for one in _site_promotions(site_info.id) if words and words in one.questions][:MAX_PROMOTIONS]
    if not promotions:
        return []
    entries = IndexEntry.objects.filter(ref__in=[one.ref for one in promotions])
    rows = list(entries.only("ref", "source", "kind", "title", "path"))
    public = public_sources(row.source for row in rows)
    shown = {row.ref: (row.title, hit_url(row, site_info)) for row in rows if row.source in public}
    return [
        PromotedHit(one.ref, *shown[one.ref], one.note) for one in promotions if one.ref in shown and shown[one.ref][1]
    ]
