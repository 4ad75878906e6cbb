"""robots.txt, sitemap.xml (this host's pages only) and the site map for readers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.core.page_cache.policy import cached_until_changed
from cms.core.web.paging import query_string
from cms.home.site_tree import SiteMapEntry, entries, tree
from cms.legal.documents import library

LIMIT = 50_000  # addresses in one file, by the protocol
PART = "p"


@cached_until_changed()
@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /tim/",
        "Disallow: /en/tim/",
        "",
        f"Sitemap: {request.site_info.root_url}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@cached_until_changed("p")
@require_safe
def sitemap(request):
    """All of the host's live, public pages; the portal adds the library, whose addresses are canonical there.

    Over 50,000 addresses: an index of parts (``?p=1`` …).
    """
    info = request.site_info
    rows = entries(info) + (_documents() if info.is_portal else [])
    parts = -(-len(rows) // LIMIT)
    part = request.GET.get(PART, "")
    if part:
        if not (part.isascii() and part.isdigit() and len(part) < 5 and 1 <= int(part) <= max(parts, 1)):
            raise Http404
        rows = rows[(int(part) - 1) * LIMIT : int(part) * LIMIT]
    elif parts > 1:
        addresses = [f"{info.root_url}/sitemap.xml{query_string({PART: n})}" for n in range(1, parts + 1)]
        return _xml(request, "home/sitemap_index.xml", {"addresses": addresses})
    return _xml(request, "home/sitemap.xml", {"entries": rows})


def _documents() -> list[SiteMapEntry]:
    with translation.override("vi"):
        rows = (
            library.public_documents()
            .select_related(None)
            .prefetch_related(None)
            .only("slug", "updated_at", "locale_id")
        )
        return [SiteMapEntry(document.canonical_url, document.updated_at) for document in rows]


def _xml(request, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")


@cached_until_changed()
@require_safe
def page_of_pages(request):
    nodes = tree(request.site_info, translation.get_language())
    if not nodes:
        raise Http404
    return render(request, "home/site_map.html", {"nodes": nodes})
