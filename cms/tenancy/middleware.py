"""Serves known hosts only: finds the site once, from memory; unknown hosts get a plain 404."""

import codecs

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound, HttpResponseRedirect
from django.utils.translation import gettext as _

from cms.tenancy import sites

#: Paths that do not belong to any site.
OPEN_PATHS = ("/static/", "/livez", "/readyz")


def _local_portal_host(request):
    """Development: ``http://localhost:8000/`` and ``http://127.0.0.1:8000/`` lead to the portal."""
    portal = sites.portal_site()
    if portal is None or request.get_host().rsplit(":", 1)[0] not in ("localhost", "127.0.0.1", "[::1]"):
        return None
    return HttpResponseRedirect(portal.root_url + request.get_full_path())


class SiteMiddleware:
    """Sets ``request.site_info`` (``cms.tenancy.sites.SiteInfo``) and spares Wagtail its query for the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.site_info = None
        if request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        try:
            info = sites.site_for_host(request.get_host())
        except DisallowedHost:
            return HttpResponseBadRequest(
                _("This address is not served here."), content_type="text/plain; charset=utf-8"
            )
        if info is None and settings.DEBUG and (portal := _local_portal_host(request)):
            return portal
        if info is None:
            return HttpResponseNotFound(_("No school lives at this address."), content_type="text/plain; charset=utf-8")
        request.site_info = info
        request._wagtail_site = info.site
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """No page has a NUL character in its URL, and PostgreSQL rejects a query for one."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        if not _is_utf_8(request.content_params.get("charset", "utf-8")):
            return HttpResponse(_("Please send text as UTF-8."), status=415, content_type="text/plain; charset=utf-8")
        return None


def _is_utf_8(charset: str) -> bool:
    """Returns whether the charset is UTF-8: with others two parsers could read different things in the same bytes."""
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
