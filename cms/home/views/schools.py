"""The list of all schools: on the portal; a school's site sends its readers there."""

from typing import Any

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.policy import cached_until_changed
from cms.core.template_context import lazy_context
from cms.core.text import collapse_whitespace
from cms.core.web.paging import PARAMETER, paginate
from cms.home import directory, portal
from cms.tenancy import sites

SCHOOLS_PER_PAGE = 30
MAX_QUERY_LENGTH = 100  # characters of the search field


def redirect_to_portal(view):
    """Send requests that reach a school's host to the same address of the portal."""

    @require_safe
    def wrapped(request):
        if request.site_info.is_portal:
            return view(request)
        office = sites.portal_site()
        if office is None:
            return view(request)  # an install without a portal: the list is better than nothing
        return HttpResponsePermanentRedirect(office.root_url + request.get_full_path())

    return wrapped


@cached_until_changed("page", "level", "commune")
@redirect_to_portal
def school_list(request):
    words = collapse_whitespace(request.GET.get("q", ""))[:MAX_QUERY_LENGTH]
    filters, number = portal.parse_news_filters(request.GET), request.GET.get(PARAMETER)
    names = ("level_choices", "communes", "page_of")
    context = {
        "words": words,
        "filters": filters,
        "plain": not words and not filters.parameters and number is None,
        "crumbs": _home_crumb(),
        **lazy_context(lambda: _search_context(words, filters, number), *names),
    }
    return render(request, "home/school_list.html", context)


def _search_context(words: str, filters: portal.NewsFilters, number: str | None) -> dict[str, Any]:
    rows = directory.served_schools()
    matching = directory.filter_schools(rows, words, commune=filters.commune)
    found = directory.filter_schools(matching, level=filters.level)
    others = {name: value for name, value in (("q", words), ("commune", filters.commune)) if value}
    return {
        "level_choices": portal.build_level_choices(matching, filters, others),
        "communes": directory.count_communes(rows),
        "page_of": paginate(found, number, {**others, "level": filters.level}, SCHOOLS_PER_PAGE),
    }


def _home_crumb() -> list[dict[str, str]]:
    return [{"title": _("Home"), "url": sites.build_local_path("/", translation.get_language())}]
