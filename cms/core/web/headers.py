"""Security headers. Public pages and the admin have a Content-Security-Policy without inline scripts.

The admin needs no nonces: Wagtail's inline scripts are replaced by data, which ``js/admin_start.js`` starts
(``cms.core.web.inline_scripts``). nginx repeats the headers on the responses that it serves itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.core.media.videos import PLAYERS
from cms.core.web.admin_root import is_admin_path

PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in ("camera", "microphone", "geolocation", "payment", "usb", "midi", "display-capture", "browsing-topics")
)
#: For uploaded files: browsers show them and never run them.
FILES = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: For our own static files. No sandbox: a web worker inherits it and then has no Web Crypto.
STATIC = "default-src 'none'; style-src 'unsafe-inline'"


def _origin(address: str) -> str:
    """Returns ``https://cdn.example`` for an absolute URL, "" for a path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def build_csp(**directives: tuple[str, ...]) -> str:
    """Returns the header value: ``script_src=("'self'",)`` → ``script-src 'self'``; omits empty sources."""
    return "; ".join(
        " ".join((name.replace("_", "-"), *dict.fromkeys(source for source in sources if source)))
        for name, sources in directives.items()
    )


@lru_cache(maxsize=8)
def _build_policies(static_url: str, bucket: tuple[str, str], own_hosts: str) -> tuple[str, str]:
    own, pictures, static = "'self'", tuple(map(_origin, bucket)), _origin(static_url)
    common = {
        "default_src": ("'none'",),
        "base_uri": ("'none'",),
        "object_src": ("'none'",),
        "frame_ancestors": (own,),
        "form_action": (own, own_hosts),  # a school's form may lead to the portal
        "script_src": (own, static),
        "connect_src": (own,),
        "font_src": (own, static),
        "manifest_src": (own,),
    }
    public = {
        **common,
        "style_src": (own, static),
        "img_src": (own, "data:", static, pictures[0]),  # data: icons of our stylesheets
        "media_src": (own,),
        "frame_src": PLAYERS,
    }
    admin = {
        **common,
        # Draftail, the date picker and tooltips write inline styles at run time; this does not allow scripts.
        "style_src": (own, static, "'unsafe-inline'"),
        # The picture editor (Jcrop) detects touch screens by the attribute ontouchstart="return;".
        "script_src_attr": ("'unsafe-hashes'", "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"),
        "img_src": (own, "data:", "blob:", static, *pictures),
        "media_src": (own, "blob:", *pictures),
        "frame_src": (own, *PLAYERS),  # previews
    }
    return build_csp(**public), build_csp(**admin)


def csp_policies() -> tuple[str, str]:
    """Returns the policies of public pages and of the admin."""
    options = settings.STORAGES["default"].get("OPTIONS", {})
    bucket = (options.get("public_url") or options.get("endpoint_url") or "", options.get("endpoint_url") or "")
    scheme = "https" if settings.SITE_PORT == 443 else "http"
    port = "" if settings.SITE_PORT in (80, 443) else f":{settings.SITE_PORT}"
    return _build_policies(settings.STATIC_URL, bucket, f"{scheme}://*.{settings.SITE_BASE_DOMAIN}{port}")


def csp_for_path(path: str) -> str:
    if path.startswith(settings.STATIC_URL):
        return STATIC
    if path.startswith(settings.MEDIA_URL):
        return FILES
    public, admin = csp_policies()
    return admin if is_admin_path(path) else public


class SecurityHeadersMiddleware:
    """Sets the headers. It comes first, so that errors, denials and files have them too; a view may set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):  # Django's debug pages have inline styles
            response.headers.setdefault("Content-Security-Policy", csp_for_path(request.path))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response
