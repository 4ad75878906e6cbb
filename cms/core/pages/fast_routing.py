"""Routes a request to its page without Wagtail's walk down the tree: one query if the page's path is cached."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.core import versions
from cms.core.page_cache.middleware import DEPENDENCY_HEADER
from cms.core.pages import path_index

MAX_DEPTH = 12  # segments of a path: no site is that deep


def wrap_route_for_request(route_for_request: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Wraps ``Page.route_for_request``, which then routes only what is not found here."""

    @wraps(route_for_request)
    def found(request: Any, path: str) -> Any:
        if not hasattr(request, "_wagtail_route_for_request"):
            if page := _find_page(request, path):
                request._wagtail_route_for_request = RouteResult(page)
            elif (site := getattr(request, "_wagtail_site", None)) and not path.strip("/"):
                # Sites are cached across requests together with their root page, which may be outdated.
                request._wagtail_site = copy(site)
                request._wagtail_site._state.fields_cache.pop("root_page", None)
        return route_for_request(request, path)

    return found


def _find_page(request: Any, path: str) -> Page | None:
    info, language = getattr(request, "site_info", None), translation.get_language()
    slugs = [slug for slug in path.split("/") if slug]
    if info is None or getattr(request, "_wagtail_site", None) is not info.site or not language:
        return None
    if len(slugs) > MAX_DEPTH:
        return None
    if not request.META.get(DEPENDENCY_HEADER):
        versions.refresh_versions(settings.COUNTERS_MAX_AGE / 1000)
    way = path_index.find_path(info.id, language, slugs)
    return way.page() if way else None
