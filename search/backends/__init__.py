"""Selects the search engine from ``SEARCH_URL``; without it the database itself answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from search.backends.server import EngineBackend

SCHEMES = ("elasticsearch+http", "elasticsearch+https", "opensearch+http", "opensearch+https")


@cache
def _build_engine(url: str, prefix: str) -> EngineBackend:
    scheme, _, rest = url.partition("://")
    if scheme not in SCHEMES or not rest:
        raise ImproperlyConfigured(f"SEARCH_URL: “{scheme}://…” is none of {', '.join(f'{s}://' for s in SCHEMES)}")
    from search.backends.server import EngineBackend

    name, _, protocol = scheme.partition("+")
    return EngineBackend(name, f"{protocol}://{rest}", prefix)


def build_engine(url: str) -> EngineBackend:
    """Returns the backend of a URL like ``elasticsearch+http://host:9200``."""
    return _build_engine(url, settings.SEARCH_INDEX_PREFIX)


def configured_engine() -> EngineBackend | None:
    """Returns the configured engine, or None."""
    return build_engine(settings.SEARCH_URL) if settings.SEARCH_URL else None
