"""Tells whether a request or a path belongs to the admin; called several times in every request."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


def is_admin_request(request: HttpRequest) -> bool:
    return is_admin_path(request.path)


def is_admin_path(path: str) -> bool:
    """Whether ``path`` (as in ``request.path``) belongs to the admin."""
    return path.startswith(_admin_root(get_script_prefix()))


@cache
def _admin_root(script_prefix: str) -> str:
    """``reverse`` reads the prefix from the thread; the argument makes the cache hold one value per prefix."""
    return reverse("wagtailadmin_home")
