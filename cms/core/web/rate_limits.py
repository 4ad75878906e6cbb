"""How much one address may ask of the public side (``settings.LIMITS``); beyond it a page says when to come back.

Generous: a whole school may stand behind one address. Counted in the shared cache, per process while that is away.
What signs in is counted more strictly by ``cms.tenancy.accounts``; nginx limits everything once more.
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

#: Not counted here, nor files (nginx) and the admin (signed in): what watches the process, colours.
FREE = ("/livez", "/readyz", "/giao-dien/", "/favicon.ico")
#: Counted by their own views, which answer in JSON or with the form and all that was typed.
OWN = ("/api/", "/tim/goi-y/", "/hoi-dap/", "/gop-y/", "/bai-thi/")
SEARCH = "/tim/"
#: Lists that every question makes anew.
LISTS = ("/van-ban/", "/truong/", "/tin-cac-truong/")
FEEDS = (".xml", ".atom")


def limit_kind(method: str, path: str, query: str) -> str:
    """Which limit counts a request; "" for none.

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
    """The visitor's address; of IPv6 the half that names a connection."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def seconds_to_wait(request: HttpRequest, kind: str) -> int:
    """0, or the seconds that this address has to wait."""
    return seconds_to_wait_for(client_key(request), kind)


def seconds_to_wait_for(whom: str, kind: str) -> int:
    """0, or the seconds to wait. The last minute is estimated from this one and the one before."""
    most, now = settings.LIMITS[kind], time.time()
    minute, gone = divmod(now, 60)
    this, before = (f"limit:{kind}:{whom}:{int(minute) - back}" for back in (0, 1))
    cache.add(this, 0, 150)
    try:
        count = cache.incr(this)
    except ValueError:  # gone between the two, as when the cache went away
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
