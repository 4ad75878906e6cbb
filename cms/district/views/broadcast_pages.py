"""An item of the office on a school's site: the school's frame around the office's text."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.core.instance_hooks import allow_all_rows
from cms.core.page_cache.policy import cached_until_changed
from cms.district.broadcasts import school_listings
from cms.district.models import Broadcast
from cms.tenancy import sites


@cached_until_changed()
@require_safe
def show_broadcast(request, pk, slug):
    """The canonical address is the office's; here it stands for readers of the school."""
    shown = school_listings.find_listed_broadcast(request.site_info, pk)
    language = translation.get_language()
    if shown is None or language not in shown.item.cards:
        raise Http404
    if slug != shown.item.slug:
        return HttpResponsePermanentRedirect(school_listings.broadcast_url(shown.item, language))
    with allow_all_rows("what the office sent to the school whose site is asked"):
        broadcast = Broadcast.objects.get(pk=pk)
    source = shown.item.cards[language].extra
    office = sites.portal_site()
    context = {
        "broadcast": broadcast,
        "office": office,
        "crumbs": [{"title": _("Home"), "url": sites.build_local_path("/", language)}],
    }
    if broadcast.document_id:
        canonical = office.root_url + sites.build_url("legal_document", source.slug, language=language)
        return render(
            request, "district/document_item.html", {**context, "document": source, "canonical_url": canonical}
        )
    page = Page.objects.get(pk=source.pk).specific
    own = page.get_context(request)
    own.update(context, template=page.get_template(request), canonical_url=sites.page_url(page.url_path))
    own.update(older=None, newer=None, others=[])  # neighbours of the portal, not of this site
    return render(request, "district/page_item.html", own)
