"""Each address of ours leads to one view: of two that are written alike the second would never be reached.

Wagtail's own may be hidden: some of its views are replaced so.
"""

import inspect
import re

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

_CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")


def leaves(patterns, before: str = "") -> list[tuple[str, URLPattern]]:
    """(route, pattern) of all views; parameters by their kind, whatever their names."""
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += leaves(pattern.url_patterns, route)
        else:
            found.append((_CONVERTER.sub(r"<\1>", route), pattern))
    return found


def is_ours(pattern: URLPattern) -> bool:
    view = inspect.unwrap(pattern.callback)
    return getattr(view, "view_class", view).__module__.partition(".")[0] in ("cms", "search", "tests")


def shadowed(patterns) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for route, pattern in leaves(patterns):
        if is_ours(pattern):
            names.setdefault(route, []).append(pattern.name or repr(pattern.callback))
    return {route: found for route, found in names.items() if len(set(found)) > 1}


def test_no_address_hides_another():
    assert shadowed(get_resolver().url_patterns) == {}


def test_one_would_be_seen():
    from django.urls import include, path

    def view(request): ...

    patterns = [
        path("a/", include([path("<int:pk>/", view, name="one")])),
        path("a/<int:number>/", view, name="two"),
    ]
    assert shadowed(patterns) == {"a/<int>/": ["one", "two"]}
