"""Turns ranked references into hits. The last visibility check: only content that is live and public now passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.safestring import mark_safe

from cms.core.media.page_files import filter_public_files
from cms.core.models import SchoolDocument
from cms.legal.parsing.consolidated import is_consolidated
from cms.legal.validity.badge import StatusBadge
from cms.legal.validity.status_periods import badges_on
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo
from search.index.contract import ACTIVITY_KINDS, EVERY_SITE, FILE_KINDS, LIBRARY_KINDS, PROVISION
from search.index.sources import files
from search.index.sources.visibility import public_sources
from search.models import IndexEntry
from search.query_planning.query import Query
from search.query_planning.query_plan import SearchPlan
from search.results_page.clauses import Clause, best_clause
from search.results_page.file_pages import best_page
from search.results_page.highlight import excerpt, highlight
from search.results_page.results import DuplicateHit, Hit, RankedHit


def hit_url(row: IndexEntry, site_info: SiteInfo | None) -> str:
    if row.kind in LIBRARY_KINDS:
        return sites.build_local_path(row.path)
    if row.kind in ACTIVITY_KINDS:
        return _activity_url(row, site_info)
    return sites.page_url(row.path, site_info)


def _activity_url(row: IndexEntry, site_info: SiteInfo | None) -> str:
    """Returns the URL: activities of the office open on the current site, those of a school on the school's site."""
    path = sites.build_local_path(row.path)
    if row.site_id == EVERY_SITE or (site_info is not None and row.site_id == site_info.id):
        return path
    info = sites.sites_by_id().get(row.site_id) if row.site_id else None
    return info.root_url + path if info else ""


def _badges(rows: Iterable[IndexEntry], plan: SearchPlan) -> dict[str, StatusBadge]:
    """Returns source → status of the document on the requested day; one database query."""
    today = timezone.localdate()
    day = plan.request.day or today
    documents = {int(row.source[9:]): row for row in rows if row.source.startswith("document:")}
    badges = badges_on(documents, day)
    found = {documents[pk].source: StatusBadge.of_row(row, day > today) for pk, row in badges.items()}
    consolidated = [row for row in documents.values() if is_consolidated(row.doc_type, row.number)]
    return found | {row.source: StatusBadge.of_consolidated() for row in consolidated}


def _public_files(rows: list[IndexEntry]) -> dict[str, SchoolDocument]:
    """Returns reference → file, for rows of files that still exist and are in no private collection; one database
    query if there are any."""
    ids = {row.ref: files.file_id_of(row.ref) for row in rows if row.kind in FILE_KINDS}
    found = filter_public_files(ids.values())
    return {ref: found[pk] for ref, pk in ids.items() if pk in found}


def _file_url(file: SchoolDocument, page: int, row: IndexEntry, site_info: SiteInfo | None) -> str:
    """Returns the URL on the site that publishes the file; a PDF opens at the page."""
    info = None if row.kind in LIBRARY_KINDS else sites.site_of_path(row.path)
    root = info.root_url if info and (site_info is None or info.id != site_info.id) else ""
    anchor = f"#page={page}" if page and file.file_extension.lower() == "pdf" else ""
    return f"{root}{file.url}{anchor}"


def _clause(row: IndexEntry, query: Query) -> Clause | None:
    anchor = row.path.partition("#")[2]
    return best_clause(row.body, anchor, query) if row.kind == PROVISION and anchor else None


def _with_clause(title: str, clause: Clause) -> str:
    """Returns the title with the clause: "Điều 5. Trẻ em" → "Điều 5, khoản 2. Trẻ em"."""
    label, dot, heading = title.partition(". ")
    return f"{label}, {clause.label}{dot}{heading}"


def _hit(
    row: IndexEntry,
    score: float,
    plan: SearchPlan,
    site_info: SiteInfo | None,
    file: SchoolDocument | None = None,
    badge: StatusBadge | None = None,
) -> Hit:
    query = plan.query
    text = row.body if row.kind not in ("document",) and row.body else row.summary or row.body
    url, title, page = hit_url(row, site_info), row.title, 0
    parent_url = sites.build_local_path(row.path.partition("#")[0]) if row.parent_ref else ""
    if file is not None and url:
        page, text = best_page(text, query)
        url, parent_url = _file_url(file, page, row, site_info), url
    clause = _clause(row, query)
    if clause is not None:
        title, text = _with_clause(title, clause), clause.text
        url = url.partition("#")[0] + "#" + clause.anchor
    is_known_item = row.kind == "document" and score >= min(
        plan.profile.keys["title"]["document"], *plan.profile.keys["number"]
    )
    # mark() and excerpt() escape everything but their own <mark>.
    return Hit(
        ref=row.ref,
        kind=row.kind,
        title=mark_safe(highlight(title, query)),  # noqa: S308
        plain_title=title,
        url=url,
        excerpt=mark_safe(excerpt(text, query)),  # noqa: S308
        number=row.number,
        doc_type=row.doc_type,
        issuers=tuple(filter(None, row.issuer.split("|"))),
        language=row.language,
        level=row.level,
        badge=badge,
        parent_title=row.parent_title,
        parent_ref=row.parent_ref if file is None else "",
        parent_url=parent_url,
        page=page,
        file_kind=file.file_extension.upper() if file else "",
        file_size=(file.file_size or 0) if file else 0,
        school=row.school_name,
        commune=row.commune,
        date=row.date,
        is_known_item=is_known_item,
        score=score,
    )


def _copies(rows: Iterable[IndexEntry], site_info: SiteInfo | None) -> tuple[DuplicateHit, ...]:
    found = (DuplicateHit(row.title, hit_url(row, site_info), row.school_name) for row in rows)
    return tuple(copy for copy in found if copy.url)


def hydrate(ranked: Sequence[RankedHit], plan: SearchPlan, site_info: SiteInfo | None) -> tuple[Hit, ...]:
    """Returns hits in the given order, without references that are deleted or no longer public; the next public
    duplicate replaces such a reference."""
    refs = [ref for ranked_hit in ranked for ref in (ranked_hit.ref, *ranked_hit.copies)]
    rows = {row.ref: row for row in IndexEntry.objects.filter(ref__in=refs).defer("tokens", "context", "packed")}
    public = public_sources(row.source for row in rows.values())
    of_files = _public_files(list(rows.values()))
    rows = {
        ref: row
        for ref, row in rows.items()
        if row.source in public and (row.kind not in FILE_KINDS or ref in of_files)
    }
    badges = _badges(rows.values(), plan)
    hits = []
    for ranked_hit in ranked:
        same = [rows[ref] for ref in (ranked_hit.ref, *ranked_hit.copies) if ref in rows]
        if not same:
            continue
        row, *others = same
        hit = _hit(row, ranked_hit.score, plan, site_info, of_files.get(row.ref), badges.get(row.source))
        if hit.url:
            hits.append(replace(hit, copies=_copies(others, site_info)) if others else hit)
    return tuple(hits)
