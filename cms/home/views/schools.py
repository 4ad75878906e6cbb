"""The list of all schools: on the portal; a school's site sends its readers there."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.declared import kept
from cms.core.text import one_line
from cms.core.web.paging import PARAMETER, paged
from cms.home import directory, portal
from cms.tenancy import sites

PER_PAGE = 30
MAX_WORDS = 100  # characters of the search field


def on_portal(view):
    """Send requests that reach a school's host to the same address of the portal."""

    @require_safe
    def wrapped(request):
        if request.site_info.is_portal:
            return view(request)
        office = sites.portal()
        if office is None:
            return view(request)  # an install without a portal: the list is better than nothing
        return HttpResponsePermanentRedirect(office.root_url + request.get_full_path())

    return wrapped


@kept("page", "level", "commune")
@on_portal
def school_list(request):
    rows = directory.schools()
    words = one_line(request.GET.get("q", ""))[:MAX_WORDS]
    filters = portal.filters_from(request.GET)
    matching = directory.find(rows, words, commune=filters.commune)
    found = directory.find(matching, level=filters.level)
    others = {name: value for name, value in (("q", words), ("commune", filters.commune)) if value}
    parameters = {**others, "level": filters.level}
    return render(
        request,
        "home/school_list.html",
        {
            "words": words,
            "filters": filters,
            "level_choices": portal.level_choices(matching, filters, others),
            "communes": directory.communes(rows),
            "page_of": paged(found, request.GET.get(PARAMETER), parameters, PER_PAGE),
            "crumbs": _home_crumb(),
        },
    )


def _home_crumb() -> list[dict[str, str]]:
    return [{"title": _("Home"), "url": sites.local_path("/", translation.get_language())}]
