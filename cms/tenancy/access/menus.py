"""Removes menu items that the access control middleware would deny."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from wagtail import hooks

from cms.tenancy.access import decision, url_rules
from cms.tenancy.access.rule_types import Decision
from cms.tenancy.access.subjects import subject_of

#: Menus and other lists of links; every item has a ``url``.
MENUS = ("construct_main_menu", "construct_reports_menu", "construct_settings_menu")


def may_open(visitor, url: str) -> bool:
    """Returns whether the subject may open ``url``. URLs outside the admin and items without one (submenus) are
    allowed."""
    name = _view_name(urlsplit(url).path) if url.startswith("/") else None
    return name is None or decision.decide(visitor, url_rules.find_rule(name), True, []) is Decision.ALLOW


@lru_cache(maxsize=1024)
def _view_name(path: str) -> str | None:
    """Cached: an admin page has some sixty items, and resolving each would search all URL patterns."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def remove_forbidden_items(request, items) -> None:
    visitor = subject_of(request.user)
    items[:] = [item for item in items if may_open(visitor, str(getattr(item, "url", "") or ""))]


def register_menu_filters() -> None:
    for name in MENUS:
        hooks.register(name, remove_forbidden_items, order=1000)
