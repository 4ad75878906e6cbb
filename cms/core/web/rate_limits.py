"""Rate limits per address on public pages (``settings.LIMITS``); beyond them, a page says when to try again.

The limits are generous, since a whole school may share one address. Requests are counted in the shared cache, or per
process while it is unavailable. ``cms.tenancy.accounts`` limits sign-ins more strictly; nginx limits all requests too.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.core.web.admin_root import is_admin_path

#: Not counted: health probes and theme colours; nor files (nginx limits them) and the admin (signed in).
FREE = ("/livez", "/readyz", "/giao-dien/", "/favicon.ico")
#: Counted by their own views, which answer in JSON or with the form as it was filled in.
OWN = ("/api/", "/tim/goi-y/", "/hoi-dap/", "/gop-y/", "/bai-thi/")
SEARCH = "/tim/"
#: Lists that are rendered again for every query.
LISTS = ("/van-ban/", "/truong/", "/tin-cac-truong/")
FEEDS = (".xml", ".atom")


def limit_kind(method: str, path: str, query: str) -> str:
    """Returns the name of the limit that applies to a request; "" for none.

    >>> limit_kind("GET", "/en/tim/", "q=luat"), limit_kind("POST", "/van-ban/", ""), limit_kind("GET", "/tin-tuc/", "")
    ('search', 'posts', 'pages')
    """
    for code, _name in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL, *FREE, *OWN)) or is_admin_path(path):
        return ""
    if method not in ("GET", "HEAD", "OPTIONS"):
        return "posts"
    if path.startswith(SEARCH):
        return "search"
    return "lists" if (query and path.startswith(LISTS)) or path.endswith(FEEDS) else "pages"


def client_key(request: HttpRequest) -> str:
    """Returns the visitor's address; for IPv6 its /64 network, which identifies a connection."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def seconds_to_wait(request: HttpRequest, kind: str) -> int:
    """Counts a request of this address. Returns the seconds that it has to wait, or 0."""
    return seconds_to_wait_for(client_key(request), kind)


def seconds_to_wait_for(whom: str, kind: str) -> int:
    """Returns the seconds to wait, or 0. A sliding window: estimates the last minute from this one and the previous."""
    most, now = settings.LIMITS[kind], time.time()
    minute, gone = divmod(now, 60)
    this, before = (f"limit:{kind}:{whom}:{int(minute) - back}" for back in (0, 1))
    cache.add(this, 0, 150)
    try:
        count = cache.incr(this)
    except ValueError:  # the key is gone, as when the cache became unavailable
        count = 1
    earlier = cache.get(before, 0)
    if count + earlier * (1 - gone / 60) <= most:
        return 0
    return max(1, math.ceil(60 - gone))


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


class RateLimitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind = limit_kind(str(request.method), request.path, request.META.get("QUERY_STRING", ""))
        seconds = seconds_to_wait(request, kind) if kind else 0
        return too_many_requests(request, seconds) if seconds else self.get_response(request)
