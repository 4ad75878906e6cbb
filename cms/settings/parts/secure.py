"""HTTPS, HSTS and secure cookies of a shape in service."""

from typing import Any

from cms.settings.env import Env


def secure(env: Env) -> dict:
    values: dict[str, Any] = {}
    if env("TRUSTED_PROXIES"):
        values["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    if env("HTTPS_ONLY"):
        values |= {
            "SECURE_SSL_REDIRECT": True,
            "SECURE_REDIRECT_EXEMPT": ["^livez$", "^readyz$"],  # asked by machines beside the app
            "SECURE_HSTS_SECONDS": 31_536_000,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
        }
    return values
