"""Builds the cache key of a request from its WSGI environ; there is none for a response made for one visitor."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from cms.core.page_cache.build_version import compute_build_version

#: Mail programs and social networks add these to links; no view of ours reads them. A URL with them gets a cached
#: response, but a response made for such a URL is not cached.
IGNORED_PARAMETERS = frozenset(
    {"fbclid", "gclid", "zarsrc", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"}
)
MAX_QUERY_LENGTH = 300
MAX_PATH_LENGTH = 1000
_HOST = re.compile(r"[a-z0-9.-]{1,253}(:[0-9]{1,5})?")
#: Path prefixes that are never cached, so the cache is not searched for them either.
_HARMLESS_COOKIES = ("/admin/", "/static/", "/media/", "/api/", "/documents/", "/private-images/")


@dataclass(frozen=True)
class CacheableRequest:
    """A request that the cache may answer.

    ``host`` has no port, ``parameters`` no ignored ones; ``clean``: the response may be cached; ``head``: a HEAD."""

    key: str
    host: str
    parameters: frozenset[str]
    clean: bool
    head: bool


def parse_request(environ: dict[str, Any]) -> CacheableRequest | None:
    """Returns the parsed GET or HEAD without session, messages or credentials; ``None`` for every other request."""
    method = environ.get("REQUEST_METHOD")
    path = environ.get("PATH_INFO", "")
    if method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ or environ.get("SCRIPT_NAME"):
        return None
    if (
        path.startswith(_HARMLESS_COOKIES)
        or len(path) > MAX_PATH_LENGTH
        or has_personal_cookies(environ.get("HTTP_COOKIE", ""))
    ):
        return None
    host = environ.get("HTTP_HOST", "").lower()
    if not _HOST.fullmatch(host):
        return None
    host = host.partition(":")[0].rstrip(".")
    query = environ.get("QUERY_STRING", "")
    pairs = _parse_query(query) if query else []
    if pairs is None:
        return None
    own = sorted(pair for pair in pairs if pair[0] not in IGNORED_PARAMETERS)
    words = [compute_build_version(), _scheme(environ), host, path, *(word for pair in own for word in pair)]
    key = hashlib.sha256("\0".join(f"{len(word)}:{word}" for word in words).encode("utf-8", "surrogatepass"))
    return CacheableRequest(
        key.hexdigest(), host, frozenset(name for name, _value in own), len(own) == len(pairs), method == "HEAD"
    )


def has_personal_cookies(cookies: str) -> bool:
    """Whether a ``Cookie`` header carries a session or messages. No page of ours reads any other cookie."""
    if not cookies:
        return False
    own = (settings.SESSION_COOKIE_NAME, "messages")
    return any(part.partition("=")[0].strip() in own for part in cookies.split(";"))


def _parse_query(query: str) -> list[tuple[str, str]] | None:
    """Returns name–value pairs; ``None`` if the query is too long or repeats a name: the view must handle that."""
    if len(query) > MAX_QUERY_LENGTH:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=12)
    except ValueError:
        return None
    return pairs if len({name for name, _value in pairs}) == len(pairs) else None


def _scheme(environ: dict[str, Any]) -> str:
    """Returns the scheme as ``request.is_secure`` sees it. Forging it only yields the other scheme's copy."""
    secure = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if secure and environ.get(secure[0], "").partition(",")[0].strip() == secure[1]:
        return "https"
    return environ.get("wsgi.url_scheme", "http")
