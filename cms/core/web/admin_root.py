"""Whether a request, or an address, lies in the admin: asked several times in every request."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


def in_admin(request: HttpRequest) -> bool:
    return is_of_admin(request.path)


def is_of_admin(path: str) -> bool:
    """``path`` as in ``request.path``."""
    return path.startswith(_root(get_script_prefix()))


@cache
def _root(script_prefix: str) -> str:
    """``reverse`` takes the prefix from the thread; the argument keeps one answer for each."""
    return reverse("wagtailadmin_home")
