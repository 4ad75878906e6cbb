"""Visibility: which sources are public now. The last check before a hit or a suggestion is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from search.index.contract import ACTIVITY_KINDS
from search.index.sources import activities, documents, pages


def source_ids(sources: Iterable[str], kind: str) -> set[int]:
    """Returns the ids of the sources of one kind.

    >>> sorted(source_ids(["page:12", "document:5", "page:7"], "page"))
    [7, 12]
    """
    prefix = kind + ":"
    return {int(source[len(prefix) :]) for source in sources if source.startswith(prefix)}


def public_sources(sources: Iterable[str]) -> set[str]:
    """Returns the sources that are still public; one database query per kind."""
    sources = set(sources)
    resolvers: dict[str, Callable[[set[int]], set[int]]] = {"page": pages.public_ids, "document": documents.public_ids}
    found = {f"{kind}:{pk}" for kind, find_public in resolvers.items() for pk in find_public(source_ids(sources, kind))}
    for kind in ACTIVITY_KINDS:
        if ids := source_ids(sources, kind):
            found |= {f"{kind}:{pk}" for pk in activities.public_ids(kind, ids)}
    return found
