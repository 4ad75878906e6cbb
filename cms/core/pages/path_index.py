"""The way to the page at an address: which one stands there, what lies above it, and that nothing on it is closed.

Wagtail walks there slug by slug, two statements for each, and asks for the restrictions of all pages above afterwards.
Here both are read at once and kept as long as the counters of the site stand still; of the page itself the row is read
each time. Whatever is unusual is left to Wagtail: closed sections, mirrored pages, page types that route by themselves.
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

MAX_ENTRIES = 5000  # kept in a process


@dataclass(frozen=True)
class PathStep:
    """A page on the way, the site's root first and the page itself last."""

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
        """The page as it is now; ``None`` when it is no longer the one that stood here, or not live."""
        try:
            page = self.model._base_manager.get(pk=self.pk)
        except self.model.DoesNotExist:
            return None
        if not page.live or page.alias_of_id or (page.path, page.url_path) != (self.path, self.url_path):
            return None
        page.trail = self
        return page

    def noted(self, name: str, read: Callable[[], Any]) -> Any:
        """``read()`` once for as long as this is kept: for what rests on the pages of the same site."""
        if name not in self._noted:
            self._noted[name] = read()
        return self._noted[name]


cached_paths: versions.VersionedCache[PagePath] = versions.VersionedCache(MAX_ENTRIES)


def find_path(site_id: int, language: str, slugs: list[str]) -> PagePath | None:
    """``None`` where Wagtail should look. The counters must have been looked at (``versions.refresh_versions``)."""
    names = (versions.STRUCTURE, versions.site_version(site_id))
    key = ("trail", site_id, language, *slugs)
    if versions.is_bumped_in_transaction():  # the transaction's own, until it raises the next
        return versions.get_or_build(key, names, partial(_read_path, site_id, language, slugs))
    standing = versions.known_values(versions.known_versions(), *names)
    found = cached_paths.get(key, standing)
    if found is None and (found := _read_path(site_id, language, slugs)):
        cached_paths.put(key, standing, found)
    return found


def _read_path(site_id: int, language: str, slugs: list[str]) -> PagePath | None:
    """Two statements."""
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
    """A page that mirrors one of the same site, which mirrors none itself: its restrictions are that one's."""
    root = root_path_of(source)
    return source_of is None and root is not None and root.site_id == site_id
