"""Pages of schools that the office accepted, on the portal."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.core.page_cache.policy import cached_until_changed
from cms.core.web.paging import PARAMETER, ListPage, paginate
from cms.district.submissions import portal_listings
from cms.home import directory
from cms.home.views.schools import redirect_to_portal
from cms.tenancy import sites


def _crumbs(*more):
    return [{"title": _("Home"), "url": sites.build_local_path("/")}, *more]


@cached_until_changed("page", counters=(versions.EVERY_SITE,))
@redirect_to_portal
def list_accepted_pages(request):
    found = paginate(
        portal_listings.prefetch_for_cards(portal_listings.accepted_submissions()), request.GET.get(PARAMETER)
    )
    cards = ListPage(**{**vars(found), "items": [portal_listings.submission_card(row) for row in found.items]})
    return render(request, "district/accepted.html", {"page_of": cards, "crumbs": _crumbs()})


@cached_until_changed(counters=(versions.EVERY_SITE,))
@require_safe
def show_accepted_page(request, pk, slug):
    """The accepted revision in the portal's frame; canonical is the school's own page. Elsewhere it does not exist."""
    submission = portal_listings.accepted_submissions().select_related("page").filter(pk=pk).first()
    if submission is None or not request.site_info.is_portal:
        raise Http404
    if slug != submission.slug:
        return HttpResponsePermanentRedirect(portal_listings.submission_url(submission))
    with allow_all_rows("the version that the office accepted, shown to everybody"):
        page = submission.accepted_revision.as_object()
    context = page.get_context(request)
    context.update(
        template=page.get_template(request), older=None, newer=None, others=[],
        school=directory.schools_by_id().get(submission.school_id), submission=submission,
        canonical_url=sites.page_url(submission.page.url_path),
        crumbs=_crumbs({"title": _("Selected from the schools"), "url": sites.build_url("district_accepted")}),
    )  # fmt: skip
    return render(request, "district/accepted_item.html", context)
