"""A site's tree as rows: for the XML site map and the page "site map". One query per language tree at most."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from cms.core.site_roots import root_paths
from cms.core.visibility import NOT_MIRRORED, filter_public
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo


@dataclass(frozen=True)
class SiteMapEntry:
    """A public page: absolute address, last publication, addresses of its translations (itself included)."""

    url: str
    changed: datetime.datetime | None
    alternates: tuple[tuple[str, str], ...] = ()  # (language, address)


@dataclass
class SiteMapNode:
    title: str
    url: str
    children: list[SiteMapNode] = field(default_factory=list)


def find_root_page(info: SiteInfo, language: str) -> Page | None:
    """The live root of the site's tree in ``language``."""
    paths = [
        root.root_path for root in root_paths().values() if root.site_id == info.id and root.language_code == language
    ]
    return Page.objects.live().filter(depth=2, url_path__in=paths).first()


def _own_root_languages(info: SiteInfo) -> dict[str, str]:
    """url_path of each of the site's root pages → language."""
    return {root.root_path: root.language_code for root in root_paths().values() if root.site_id == info.id}


def site_map_entries(info: SiteInfo) -> list[SiteMapEntry]:
    """Every live, public page of this site in all its languages; two queries."""
    roots = _own_root_languages(info)
    own = Q(pk__in=[])
    for path in Page.objects.filter(depth=2, url_path__in=list(roots)).values_list("path", flat=True):
        own |= Q(path__range=(path, path + "Z" * Page.steplen))
    rows = filter_public(Page.objects.filter(own).filter(NOT_MIRRORED)).order_by("path")
    rows = list(rows.values_list("url_path", "translation_key", "last_published_at"))
    found = []
    groups: dict = defaultdict(list)
    for url_path, key, changed in rows:
        language = roots["/" + url_path[1:].partition("/")[0] + "/"]
        url = info.root_url + sites.page_url(url_path, info)
        groups[key].append((language, url))
        found.append((url, key, changed))
    return [
        SiteMapEntry(url, changed, tuple(groups[key]) if len(groups[key]) > 1 else ()) for url, key, changed in found
    ]


#: Depth of the deepest pages in the readers' site map: home 2, its children 3, theirs 4. Single articles stay out.
MAX_DEPTH = 4
ARTICLE_MODELS = ("newspage", "noticepage")


def build_site_tree(info: SiteInfo, language: str) -> list[SiteMapNode]:
    """The standing pages of the site as nested nodes, home first; two queries."""
    root = find_root_page(info, language)
    if root is None:
        return []
    rows = filter_public(Page.objects.filter(path__range=(root.path, root.path + "Z" * Page.steplen)), root.path)
    rows = rows.filter(depth__lte=MAX_DEPTH).exclude(content_type__model__in=ARTICLE_MODELS).order_by("path")
    top: list[SiteMapNode] = []
    nodes: dict[str, SiteMapNode] = {}
    for path, title, url_path in rows.values_list("path", "title", "url_path"):
        node = nodes[path] = SiteMapNode(title, sites.page_url(url_path, info))
        parent = nodes.get(path[: -Page.steplen])
        if len(path) <= 3 * Page.steplen:
            top.append(node)  # the home page and its children stand on one level
        elif parent is not None:
            parent.children.append(node)
    return top
