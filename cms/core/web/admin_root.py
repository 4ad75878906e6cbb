"""Whether a request, or an address, lies in the admin: asked several times in every request."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


def is_admin_request(request: HttpRequest) -> bool:
    return is_admin_path(request.path)


def is_admin_path(path: str) -> bool:
    """``path`` as in ``request.path``."""
    return path.startswith(_admin_root(get_script_prefix()))


@cache
def _admin_root(script_prefix: str) -> str:
    """``reverse`` takes the prefix from the thread; the argument keeps one answer for each."""
    return reverse("wagtailadmin_home")
