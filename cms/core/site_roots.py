"""Finds the site that a page belongs to, by one look-up of the first segment of its ``url_path``.

``url_path`` is ``/<slug of the site's root page>/…/``. The roots (one per site and locale) are read in two
queries per structure version and put into Wagtail's own cache too, so that its one query per site
never runs in a request.
"""

from typing import NamedTuple, TypeAlias

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from wagtail.models import Locale, Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from cms.core import versions

RootPath: TypeAlias = SiteRootPath  # (site_id, root_path, root_url, language_code)


class SiteTree(NamedTuple):
    """The tree position of a site's root page in one language."""

    url_path: str
    path: str


class _SiteRoots(NamedTuple):
    paths: dict[str, RootPath]
    trees: dict[tuple[int, str], SiteTree]


def _build_roots() -> _SiteRoots:
    sites = Site.objects.annotate(root_key=F("root_page__translation_key")).only("id", "hostname", "port")
    languages = dict(Locale.objects.values_list("id", "language_code"))
    by_key = {site.root_key: site for site in sites}
    roots: dict[str, RootPath] = {}
    trees: dict[tuple[int, str], SiteTree] = {}
    pages = Page.objects.filter(depth=2).values_list("translation_key", "url_path", "path", "locale_id")
    for key, url_path, path, locale_id in pages:
        if site := by_key.get(key):
            language = languages.get(locale_id, settings.LANGUAGE_CODE)
            roots[url_path] = RootPath(site.id, url_path, site.root_url, language)
            trees[site.id, language] = SiteTree(url_path, path)
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, list(roots.values()), 3600, version=SITE_ROOT_PATHS_CACHE_VERSION)
    return _SiteRoots(roots, trees)


def _roots() -> _SiteRoots:
    return versions.get_or_build(("root_paths",), (versions.STRUCTURE,), _build_roots)


def root_paths() -> dict[str, RootPath]:
    """Returns ``/<segment>/`` → root; site roots are direct children of the tree's root (checked by ``core.E001``)."""
    return _roots().paths


def site_tree(site_id: int, language: str) -> SiteTree | None:
    """Returns the root of a site in a language; ``None`` if it has none."""
    return _roots().trees.get((site_id, language))


def root_path_of(url_path: str) -> RootPath | None:
    """Returns the root that a page with this ``url_path`` belongs to; ``None`` for pages of no site."""
    if not url_path:
        return None
    return root_paths().get("/" + url_path[1:].partition("/")[0] + "/")
