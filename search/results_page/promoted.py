"""What a site shows above the results of a question: pages and documents chosen by its editors (``SearchSettings``).

Kept in the database and shown whatever engine answers, or none. Only what is live and public is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from cms.core import versions
from cms.tenancy.sites import SiteInfo
from search.index.sources.visibility import public_sources
from search.models import IndexEntry, SearchSettings
from search.query_planning.query import parse
from search.results_page.active_synonyms import VERSION, words_in_use
from search.results_page.hydrate import url_of

MOST = 3  # of one question
KINDS = {"page": "page", "law": "document"}  # chooser of the block → kind of entry


@dataclass(frozen=True)
class Promotion:
    """``questions``: as folded syllables; ``ref`` "page:12" or "document:5"."""

    questions: frozenset[tuple[str, ...]]
    ref: str
    note: str


@dataclass(frozen=True)
class Promoted:
    ref: str
    title: str
    url: str
    note: str


def _promotions(site_id: int) -> tuple[Promotion, ...]:
    """Read from the stored texts: blocks would look every page up."""
    row = SearchSettings.objects.filter(site_id=site_id).first()
    found = []
    for item in row.promoted.raw_data if row else ():
        value = item["value"]
        name = "page" if value.get("page") else "law"
        if value.get(name):
            lines = (parse(line, words_in_use()) for line in value["questions"].splitlines())
            questions = frozenset(line.sequence for line in lines) - {()}
            found.append(Promotion(questions, f"{KINDS[name]}:{value[name]}", value.get("note") or ""))
    return tuple(found)


def _of_site(site_id: int) -> tuple[Promotion, ...]:
    return versions.get_or_build(
        ("search.results_page.promoted", site_id),
        (versions.site_version(site_id), VERSION),
        lambda: _promotions(site_id),
    )


def promoted(text: str, site_info: SiteInfo) -> list[Promoted]:
    """For exactly this question, marks and capitals aside; no query where none is promoted."""
    words = parse(text, words_in_use()).sequence
    chosen = [one for one in _of_site(site_info.id) if words and words in one.questions][:MOST]
    if not chosen:
        return []
    entries = IndexEntry.objects.filter(ref__in=[one.ref for one in chosen])
    rows = list(entries.only("ref", "source", "kind", "title", "path"))
    public = public_sources(row.source for row in rows)
    shown = {row.ref: (row.title, url_of(row, site_info)) for row in rows if row.source in public}
    return [Promoted(one.ref, *shown[one.ref], one.note) for one in chosen if one.ref in shown and shown[one.ref][1]]
