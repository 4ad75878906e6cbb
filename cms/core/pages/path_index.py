"""Caches the path to the page at a URL: the page, its ancestors, and that no view restriction applies to them.

Wagtail walks slug by slug, with two queries each, and then queries the restrictions of all ancestors. This module reads
both at once and caches them until a counter of the site changes; only the page's own row is read each time. Wagtail
still handles the special cases: restricted sections, aliases of pages, page types with their own ``route``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from wagtail.models import Page, PageViewRestriction

from cms.core import versions
from cms.core.site_roots import root_path_of, site_tree

MAX_ENTRIES = 5000  # cached per process


@dataclass(frozen=True)
class PathStep:
    """A page on the path; the first is the site's root, the last the page itself."""

    depth: int
    title: str
    url_path: str
    live: bool


@dataclass(frozen=True)
class PagePath:
    pk: int
    model: type[Page]
    path: str
    url_path: str
    steps: tuple[PathStep, ...]
    _noted: dict[str, Any] = field(default_factory=dict, compare=False)

    def page(self) -> Page | None:
        """Returns the page, read now; ``None`` if it has moved, has become an alias, or is not live."""
        try:
            page = self.model._base_manager.get(pk=self.pk)
        except self.model.DoesNotExist:
            return None
        if not page.live or page.alias_of_id or (page.path, page.url_path) != (self.path, self.url_path):
            return None
        page.trail = self
        return page

    def noted(self, name: str, read: Callable[[], Any]) -> Any:
        """Returns ``read()``, cached as long as this path: for values that depend on pages of the same site."""
        if name not in self._noted:
            self._noted[name] = read()
        return self._noted[name]


cached_paths: versions.VersionedCache[PagePath] = versions.VersionedCache(MAX_ENTRIES)


def find_path(site_id: int, language: str, slugs: list[str]) -> PagePath | None:
    """Returns the path; ``None`` if Wagtail should route. Call ``versions.refresh_versions`` first."""
    names = (versions.STRUCTURE, versions.site_version(site_id))
    key = ("trail", site_id, language, *slugs)
    if versions.is_bumped_in_transaction():  # private to the transaction, until its next bump
        return versions.get_or_build(key, names, partial(_read_path, site_id, language, slugs))
    standing = versions.known_values(versions.known_versions(), *names)
    found = cached_paths.get(key, standing)
    if found is None and (found := _read_path(site_id, language, slugs)):
        cached_paths.put(key, standing, found)
    return found


def _read_path(site_id: int, language: str, slugs: list[str]) -> PagePath | None:
    """Reads the path from the database, in two queries."""
    root = site_tree(site_id, language)
    if root is None:
        return None
    url_paths = [root.url_path]
    for slug in slugs:
        url_paths.append(f"{url_paths[-1]}{slug}/")
    rows = Page.objects.filter(
        path__range=(root.path, root.path + "Z" * Page.steplen), url_path__in=url_paths,
        slug__in=[root.url_path.strip("/"), *slugs],
    ).order_by("path")  # fmt: skip
    way = list(
        rows.annotate(source=F("alias_of__url_path"), source_of=F("alias_of__alias_of")).values_list(
            "pk", "path", "url_path", "depth", "title", "live", "content_type", "alias_of", "source", "source_of"
        )
    )
    if [row[2] for row in way] != url_paths or not way[0][5]:
        return None
    if any(below[1][: -Page.steplen] != above[1] for above, below in pairwise(way)):
        return None
    models: list[Any] = [ContentType.objects.get_for_id(row[6]).model_class() for row in way]
    if any(model is None or model.route is not Page.route for model in models):
        return None
    if not way[-1][5] or way[-1][7] or any(row[7] and not _is_local_alias(row[8], row[9], site_id) for row in way):
        return None
    closing = {pk for row in way for pk in (row[0], row[7]) if pk}
    if PageViewRestriction.objects.filter(Q(page__in=closing) | Q(page__depth=1)).exists():
        return None
    steps = tuple(PathStep(depth, title, url_path, live) for _pk, _path, url_path, depth, title, live, *_ in way)
    return PagePath(way[-1][0], models[-1], way[-1][1], way[-1][2], steps)


def _is_local_alias(source: str, source_of: int | None, site_id: int) -> bool:
    """Whether the source is in the same site and is no alias itself: then its restrictions apply to the alias."""
    root = root_path_of(source)
    return source_of is None and root is not None and root.site_id == site_id
