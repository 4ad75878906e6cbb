"""Finds the served site: hosts → sites → schools, read once per structure version.

All public code gets its site from here as an argument (``SiteInfo``); there is no default site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site

from cms.core import versions
from cms.core.site_roots import root_path_of, root_paths
from cms.tenancy.models import OfficePortal, School

BULK_LOOKUP_LIMIT = 20  # up to this number, sites are looked up individually


@dataclass(frozen=True)
class SiteInfo:
    """One site as the public pages need it. ``school_id`` is None on the portal."""

    id: int
    hostname: str
    root_url: str  # scheme, host, port; no trailing slash
    root_path: str  # url_path of the site's root page, "/segment/"
    site: Site
    school_id: int | None
    name: str
    short_name: str
    is_portal: bool


def _served_sites(rows) -> Iterator[tuple[Site, SiteInfo]]:
    """Yields those of these sites (a queryset) that are served: of schools that are not closed, and the portal."""
    schools = {
        row["site_id"]: row
        for row in School.objects.filter(closed_on=None, site__in=rows).values("id", "site_id", "name", "short_name")
    }
    portal = OfficePortal.objects.values("site_id", "name", "short_name").first()
    # Only the root page's path: 3,000 page instances would take seconds. A site loads its page when first served.
    for site in rows.annotate(root_path=F("root_page__url_path"), root_key=F("root_page__translation_key")):
        is_portal = bool(portal and portal["site_id"] == site.id)
        row = portal if is_portal else schools.get(site.id)
        if row is None:
            continue
        yield (
            site,
            SiteInfo(
                id=site.id,
                hostname=site.hostname,
                root_url=site.root_url,
                root_path=site.root_path,
                site=site,
                school_id=row.get("id"),
                name=row["name"],
                short_name=row["short_name"] or row["name"],
                is_portal=is_portal,
            ),
        )


def _load_sites() -> dict[str, SiteInfo]:
    return {site.hostname.lower(): info for site, info in _served_sites(Site.objects.all())}


def sites_by_host() -> dict[str, SiteInfo]:
    return versions.get_or_build(("sites.sites_by_host",), (versions.STRUCTURE,), _load_sites)


def _load_by_id() -> dict[int, SiteInfo]:
    return {info.id: info for info in sites_by_host().values()}


def sites_by_id() -> dict[int, SiteInfo]:
    return versions.get_or_build(("sites.sites_by_id",), (versions.STRUCTURE,), _load_by_id)


def site_for_host(host: str) -> SiteInfo | None:
    """Returns the site of ``host`` as sent by the browser, port allowed; ``None`` for an unknown host."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return sites_by_host().get(name.lower().rstrip("."))


def _load_portal() -> SiteInfo | None:
    return next((info for info in sites_by_host().values() if info.is_portal), None)


def portal_site() -> SiteInfo | None:
    return versions.get_or_build(("sites.portal_site",), (versions.STRUCTURE,), _load_portal)


def site_of_path(url_path: str) -> SiteInfo | None:
    """Returns the site that a page with this ``url_path`` belongs to."""
    root = root_path_of(url_path)
    return sites_by_id().get(root.site_id) if root else None


def sites_of_paths(url_paths: Iterable[str]) -> dict[str, SiteInfo]:
    """Returns ``url_path`` → its site, for those on served sites. Looks up pages of a few sites individually, in five
    queries: right after a structure change this avoids reading the whole structure."""
    url_paths = set(url_paths)
    roots = {path: "/" + path[1:].partition("/")[0] + "/" for path in url_paths}
    if len(set(roots.values())) > BULK_LOOKUP_LIMIT:
        served, known = sites_by_id(), root_paths()  # once: while the structure changes, nothing of it is cached
        ids = {path: known[root].site_id for path, root in roots.items() if root in known}
        return {path: served[site_id] for path, site_id in ids.items() if site_id in served}
    trees = Page.objects.filter(depth=2, url_path__in=set(roots.values()))
    keys = dict(trees.values_list("url_path", "translation_key"))
    # Ids instead of a subquery: without table statistics PostgreSQL takes minutes for that.
    ids = list(Site.objects.filter(root_page__translation_key__in=set(keys.values())).values_list("pk", flat=True))
    infos = {site.root_key: info for site, info in _served_sites(Site.objects.filter(pk__in=ids))}
    found = {path: infos.get(keys.get(root)) for path, root in roots.items()}
    return {path: info for path, info in found.items() if info}


def page_url(url_path: str, current: SiteInfo | None = None) -> str:
    """Returns the URL of a page from its ``url_path``: a path on the ``current_school`` site, absolute elsewhere.

    Empty for pages of no served site. Needs no query and no page instance.
    """
    root = root_path_of(url_path)
    info = sites_by_id().get(root.site_id) if root else None
    if info is None:
        return ""
    prefix = "" if root.language_code == settings.LANGUAGE_CODE else f"/{root.language_code}"
    path = f"{prefix}/{url_path[len(root.root_path) :]}"
    return path if current is not None and current.id == info.id else info.root_url + path


def build_url(name: str, *args: object, language: str | None = None) -> str:
    """Returns the URL of one of our views that is no Wagtail page ("search"), by its URL name, in the given or active
    language."""
    with translation.override(language or translation.get_language() or settings.LANGUAGE_CODE):
        return reverse(name, args=args)


def build_local_path(path: str, language: str | None = None) -> str:
    """Returns a non-page path ("/tim/") in the given or active language."""
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
