"""What is asked for, read from the environ: the key of an answer, or None for what is made for one visitor."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from cms.core.page_cache.build_version import stamp

#: Added to links by mail programs and social networks; no view of ours reads them. A kept answer is shown for an
#: address with them, but what is made for such an address is not kept.
FOREIGN = frozenset(
    {"fbclid", "gclid", "zarsrc", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"}
)
LONGEST_QUERY = 300
LONGEST_PATH = 1000
_HOST = re.compile(r"[a-z0-9.-]{1,253}(:[0-9]{1,5})?")
#: Never kept, so not looked for either.
_OTHERS = ("/admin/", "/static/", "/media/", "/api/", "/documents/", "/private-images/")


@dataclass(frozen=True)
class Asked:
    """``host`` without port; ``parameters`` without foreign ones; ``clean``: the answer to this may be kept."""

    key: str
    host: str
    parameters: frozenset[str]
    clean: bool
    head: bool


def asked(environ: dict[str, Any]) -> Asked | None:
    """Of a GET or HEAD without session, messages or credentials; None of everything else."""
    method = environ.get("REQUEST_METHOD")
    path = environ.get("PATH_INFO", "")
    if method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ or environ.get("SCRIPT_NAME"):
        return None
    if path.startswith(_OTHERS) or len(path) > LONGEST_PATH or _has_own(environ.get("HTTP_COOKIE", "")):
        return None
    host = environ.get("HTTP_HOST", "").lower()
    if not _HOST.fullmatch(host):
        return None
    host = host.partition(":")[0].rstrip(".")
    query = environ.get("QUERY_STRING", "")
    pairs = _pairs(query) if query else []
    if pairs is None:
        return None
    own = sorted(pair for pair in pairs if pair[0] not in FOREIGN)
    words = [stamp(), _scheme(environ), host, path, *(word for pair in own for word in pair)]
    key = hashlib.sha256("\0".join(f"{len(word)}:{word}" for word in words).encode("utf-8", "surrogatepass"))
    return Asked(
        key.hexdigest(), host, frozenset(name for name, _value in own), len(own) == len(pairs), method == "HEAD"
    )


def _has_own(cookies: str) -> bool:
    """Cookies that say who somebody is, or what he is told next; of others no page of ours knows."""
    if not cookies:
        return False
    own = (settings.SESSION_COOKIE_NAME, "messages")
    return any(part.partition("=")[0].strip() in own for part in cookies.split(";"))


def _pairs(query: str) -> list[tuple[str, str]] | None:
    """None for what is too long, or says one name twice: that is for the view to judge."""
    if len(query) > LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=12)
    except ValueError:
        return None
    return pairs if len({name for name, _value in pairs}) == len(pairs) else None


def _scheme(environ: dict[str, Any]) -> str:
    """As ``request.is_secure`` sees it. A visitor who claims the other one gets its copy, and changes nothing."""
    secure = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    if secure and environ.get(secure[0], "").partition(",")[0].strip() == secure[1]:
        return "https"
    return environ.get("wsgi.url_scheme", "http")
