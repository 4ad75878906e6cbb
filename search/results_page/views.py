"""The search page of every site: ``/tim/``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.web import rate_limits
from cms.core.web.paging import paginate, query_string
from cms.legal.models import DocumentType, IssuingBody
from cms.tenancy.requests import SiteRequest
from search.index.contract import ALL, LIBRARY, PROVISION, SITE
from search.query_planning.query import MAX_LENGTH
from search.query_planning.query_plan import DATE, MAX_PAGE, RELEVANCE
from search.results_page import unanswered
from search.results_page.facets import build_chips, build_facets, kind_labels, level_labels, names_in_language
from search.results_page.forms import SearchForm
from search.results_page.missing_document import official_sources
from search.results_page.promoted import find_promoted
from search.results_page.results import Hit, Results
from search.results_page.service import search
from search.results_page.suggest import find_did_you_mean, find_suggestions
from search.results_page.zero_results import find_nearby_queries

PER_PAGE = 10
MOST_TYPED = 80  # characters of typed text that suggestions use


class _ResultWindow(Sequence):
    """A sequence with the length of all results that holds only the requested page."""

    def __init__(self, results: Results):
        self.results = results

    def __len__(self) -> int:
        return min(self.results.total, MAX_PAGE * PER_PAGE)

    def __getitem__(self, _index: Any) -> Any:
        return self.results.hits


@dataclass(frozen=True)
class ResultGroup:
    """A group of the result list: one hit, or the articles of one document on the same page."""

    hits: tuple[Hit, ...]

    @property
    def first(self) -> Hit:
        return self.hits[0]

    @property
    def is_articles(self) -> bool:
        return self.first.kind == PROVISION


def group_hits(hits: Sequence[Hit]) -> list[ResultGroup]:
    """Returns the hits in groups: the articles of one document form a group at the position of the best of them."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.parent_ref or hit.ref + ":", []).append(hit)
    return [ResultGroup(tuple(group)) for group in groups.values()]


def _language() -> str:
    return translation.get_language() or "vi"


def _search(form: SearchForm, request: SiteRequest) -> Results:
    def at(page: int) -> Results:
        return search(
            form.q, request.site_info, scope=form.scope, filters=form.filters, page=page, sort=form.sort, size=PER_PAGE,
            day=form.day, locale=_language(),
        )  # fmt: skip

    results = at(form.page)
    last = min(results.pages, MAX_PAGE)
    return at(last) if results.total and form.page > last else results


def _build_tabs(form: SearchForm, results: Results, request: SiteRequest) -> list[dict]:
    names = [(ALL, _("All schools")), (LIBRARY, _("Library of documents"))]
    if not request.site_info.is_portal:
        names.insert(0, (SITE, _("This school")))
    plain = {"q": form.q, "sort": form.parameters["sort"]}
    return [
        {
            "label": label,
            "url": query_string({**plain, "scope": scope if scope != ALL else ""}),
            # The list merges duplicates; only the search that made the list knows their number.
            "count": results.total if form.scope == scope else results.scopes.get(scope, 0),
            "current": form.scope == scope,
        }
        for scope, label in names
    ]


def _sort_choices(form: SearchForm) -> list[dict]:
    names = ((RELEVANCE, _("Most relevant")), (DATE, _("Newest first")))
    return [
        {
            "label": label,
            "url": query_string({**form.parameters, "sort": "" if sort == RELEVANCE else sort}),
            "current": form.sort == sort,
        }
        for sort, label in names
    ]


@require_safe
def search_page(request: SiteRequest) -> HttpResponse:
    """Renders the search page. Text, scope, filters and page are in the URL, so that result pages can be shared."""
    form = SearchForm.from_query(request.GET)
    results = _search(form, request)
    first = form.page == 1 and not form.filters
    promotions = find_promoted(form.q, request.site_info) if first else []
    missed = first and not (promotions or results.fallback or form.scope == SITE or results.answered)
    if missed and (results.absent or not unanswered.has_every_word(results)):
        unanswered.record_unanswered(form.q, request.site_info.id, partly=bool(results.total))
    page_of = paginate(_ResultWindow(results), str(form.page), form.parameters, PER_PAGE)
    correction = find_did_you_mean(form, results, request.site_info, _language())
    context = {
        "form": form,
        "results": results,
        "promoted": promotions,
        "sources": official_sources() if results.absent else (),
        "groups": group_hits([hit for hit in results.hits if hit.ref not in {one.ref for one in promotions}]),
        "page_of": page_of,
        "tabs": _build_tabs(form, results, request),
        "sorts": _sort_choices(form),
        "facets": build_facets(results, form),
        "chips": build_chips(form),
        "plain_url": query_string({"q": form.q, "scope": form.parameters["scope"]}),
        "selected_filters": sum(len(values) for values in form.filters.values()),
        "kinds": kind_labels(),
        "levels": level_labels(),
        "types": names_in_language(DocumentType, {hit.doc_type for hit in results.hits}),
        "issuers": names_in_language(IssuingBody, {name for hit in results.hits for name in hit.issuers}),
        "meant": correction,
        "meant_url": query_string({**form.parameters, "q": correction}) if correction else "",
        "nearby": [] if promotions else find_nearby_queries(results, request.site_info, _language()),
        "hide_search": True,
        "longest": MAX_LENGTH,
    }
    return render(request, "search/search.html", context)


@require_safe
def suggestion_list(request: SiteRequest) -> HttpResponse:
    """Returns ``{"suggestions": [title, …]}`` for the text being typed (``q``); an empty list above the rate limit."""
    if rate_limits.seconds_to_wait(request, "suggestions"):
        return JsonResponse({"suggestions": []}, status=429)
    text = SearchForm.from_query(request.GET).q[:MOST_TYPED]
    response = JsonResponse({"suggestions": find_suggestions(text, _language())})
    response["Cache-Control"] = "public, max-age=60"
    return response
