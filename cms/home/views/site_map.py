"""robots.txt, sitemap.xml (this host's pages only) and the site map for readers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.core.page_cache.policy import cached_until_changed
from cms.core.web.paging import query_string
from cms.home.site_tree import SiteMapEntry, build_site_tree, site_map_entries
from cms.legal.documents import library

MAX_ADDRESSES = 50_000  # addresses in one file, by the protocol
PART_PARAMETER = "p"


@cached_until_changed()
@require_safe
def robots_txt(request):
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
    rows = site_map_entries(info) + (_document_entries() if info.is_portal else [])
    parts = -(-len(rows) // MAX_ADDRESSES)
    part = request.GET.get(PART_PARAMETER, "")
    if part:
        if not (part.isascii() and part.isdigit() and len(part) < 5 and 1 <= int(part) <= max(parts, 1)):
            raise Http404
        rows = rows[(int(part) - 1) * MAX_ADDRESSES : int(part) * MAX_ADDRESSES]
    elif parts > 1:
        addresses = [f"{info.root_url}/sitemap.xml{query_string({PART_PARAMETER: n})}" for n in range(1, parts + 1)]
        return _render_xml(request, "home/sitemap_index.xml", {"addresses": addresses})
    return _render_xml(request, "home/sitemap.xml", {"entries": rows})


def _document_entries() -> list[SiteMapEntry]:
    with translation.override("vi"):
        rows = (
            library.public_documents()
            .select_related(None)
            .prefetch_related(None)
            .only("slug", "updated_at", "locale_id")
        )
        return [SiteMapEntry(document.canonical_url, document.updated_at) for document in rows]


def _render_xml(request, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")


@cached_until_changed()
@require_safe
def site_map_page(request):
    nodes = build_site_tree(request.site_info, translation.get_language())
    if not nodes:
        raise Http404
    return render(request, "home/site_map.html", {"nodes": nodes})
