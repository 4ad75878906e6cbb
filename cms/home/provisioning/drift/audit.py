"""Drift of offices and schools from what provisioning makes: found set by set, a few queries for any number of schools.

Compared are the section and its fixed children (``cms.legal.section.policy``: a new row there is drift on
every site until it is rolled out), the standing pages, site address, settings, collection, search text,
governing authority, footer links, and the table of roles (``cms.tenancy.grants``). What the database
itself forbids (a school without site, home page or collection) is not asked for.
"""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.home.models import SchoolSettings
from cms.home.provisioning import plan, portal_links
from cms.home.provisioning.drift import page_tree
from cms.home.provisioning.plan import PlannedPage
from cms.home.provisioning.tree import build_collection_name
from cms.tenancy import grants
from cms.tenancy.models import OfficePortal, School, SchoolAuthority

MAX_FILTERED_SCHOOLS = 8  # schools that are asked for one by one; more are cheaper read together


@dataclass(frozen=True)
class DriftFinding:
    """One drift. ``kind`` is a key of ``repair.REPAIRS`` or of ``audit_messages``; ``host`` is a host name
    (empty: the whole install); ``data`` is what the repair needs."""

    kind: str
    host: str
    params: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class TreeOwner:
    """A site with its tree: a school's or the portal's."""

    site_id: int
    hostname: str
    port: int
    site_name: str
    site_root_id: int
    name: str
    home_id: int
    home_path: str
    home_slug: str
    home_live: bool
    pages: tuple[PlannedPage, ...] = field(kw_only=True)
    school_id: int | None = field(kw_only=True, default=None)


@dataclass(frozen=True)
class AuditedPage:
    """The columns of a page that matter here."""

    pk: int
    path: str
    slug: str
    title: str
    live: bool
    content_type_id: int
    alias_of_id: int | None


_SITE_COLUMNS = ("site_id", "site__hostname", "site__port", "site__site_name", "site__root_page_id", "name",
         "home_page_id", "home_page__path", "home_page__slug", "home_page__live")  # fmt: skip


def find_owners() -> list[TreeOwner]:
    portals = OfficePortal.objects.values_list(*_SITE_COLUMNS)
    return [*(TreeOwner(*row, pages=plan.plan_office_pages()) for row in portals), *_find_schools()]


def _find_schools(**filters: Any) -> list[TreeOwner]:
    pages = plan.plan_school_pages()
    rows = School.objects.filter(closed_on=None, **filters).order_by("pk").values_list(*_SITE_COLUMNS, "pk")
    return [TreeOwner(*row[:-1], pages=pages, school_id=row[-1]) for row in rows]


def find_drift() -> list[DriftFinding]:
    """All drift of the install; reads only."""
    everybody = find_owners()
    return [
        *_find_tree_drift(everybody),
        *_find_page_drift(everybody),
        *_find_site_drift(everybody),
        *_find_settings_drift(everybody),
        *_find_school_drift(),
        *_find_restrictions(everybody),
        *(
            DriftFinding("link_missing", "", {"url": row.url}, {"row": row})
            for row in portal_links.find_missing_links()
        ),
        *(DriftFinding("rights", "", {"line": line}) for line in grants.find_drift()),
    ]


def find_section_drift(school_ids: Collection[int]) -> Iterator[tuple[int, DriftFinding]]:
    """(id of the school, drift) of the home page and the section of these schools; a few queries for any number."""
    schools = _find_schools(pk__in=school_ids)
    section = plan.plan_section()
    types = _find_content_types((section,))
    children = _find_children(types, [owner.home_path for owner in schools])
    for owner in schools:
        assert owner.school_id is not None  # schools alone were asked for
        if not owner.home_live:
            yield (
                owner.school_id,
                DriftFinding("page_hidden", owner.hostname, {"title": owner.name}, {"pk": owner.home_id}),
            )
        for finding in _find_level_drift(owner, owner.home_id, owner.home_path, (section,), children, types):
            yield owner.school_id, finding
    by_host = {owner.hostname: owner.school_id for owner in schools if owner.school_id is not None}
    for finding in _find_restrictions(schools):
        yield by_host[finding.host], finding


# --- pages ---------------------------------------------------------------------------------------------


def _find_tree_drift(everybody: list[TreeOwner]) -> Iterator[DriftFinding]:
    """One finding for each tree and field, with the first page of it; translated trees belong to their site."""
    faults: dict[tuple[str, str], list[page_tree.TreeFault]] = defaultdict(list)
    for fault in page_tree.find_faults():
        faults[fault.root, fault.field].append(fault)
    if not faults:
        return
    hosts = {owner.home_id: owner.hostname for owner in everybody}
    roots = list(Page.objects.filter(depth=2).values_list("pk", "path", "translation_key"))
    by_key = {key: hosts[pk] for pk, _path, key in roots if pk in hosts}
    by_path = {path: by_key.get(key, "") for _pk, path, key in roots}
    for (root, kind), found in faults.items():
        first = found[0]
        params = {"number": len(found), "title": first.title, "found": first.found, "wanted": first.wanted}
        yield DriftFinding(f"{kind}_wrong", by_path.get(root, ""), params)


def _find_content_types(planned: tuple[PlannedPage, ...]) -> dict[str, int]:
    labels = {page.model for top in planned for page in (top, *top.children)}
    return {label: ContentType.objects.get_for_model(apps.get_model(label)).pk for label in labels}


def _find_children(types: dict[str, int], home_paths: Collection[str] = ()) -> dict[str, list[AuditedPage]]:
    """Pages of the two floors below the home pages, by the parent's path; of the lower floor, where the
    articles are, only what is part of the section or holds one of its slugs. ``home_paths``: of few homes only."""
    found = defaultdict(list)
    slugs = [child.slug for child in plan.plan_section().children]
    lower = Q(depth=4) & (Q(content_type__in=types.values()) | Q(slug__in=slugs))
    rows = Page.objects.filter(Q(depth=3) | lower).order_by("path")
    rows = rows.filter(_filter_inside(home_paths, "path"))
    columns = ("pk", "path", "slug", "title", "live", "content_type_id", "alias_of_id")
    for row in rows.values_list(*columns).iterator(chunk_size=5000):
        page = AuditedPage(*row)
        found[page.path[: -Page.steplen]].append(page)
    return found


def _filter_inside(home_paths: Collection[str], field: str = "page__path") -> Q:
    """In the trees of few homes; with many, no filter: the rows of all are cheaper read together."""
    if len(home_paths) > MAX_FILTERED_SCHOOLS:
        return Q()
    return functools.reduce(operator.or_, (Q(**{f"{field}__startswith": path}) for path in home_paths), Q())


def _find_page_drift(everybody: list[TreeOwner]) -> Iterator[DriftFinding]:
    types = _find_content_types((*plan.plan_school_pages(), *plan.plan_office_pages()))
    children = _find_children(types)
    for owner in everybody:
        if not owner.home_live:
            yield DriftFinding("page_hidden", owner.hostname, {"title": owner.name}, {"pk": owner.home_id})
        yield from _find_level_drift(owner, owner.home_id, owner.home_path, owner.pages, children, types)


def _find_level_drift(
    owner: TreeOwner,
    parent_id: int,
    parent_path: str,
    planned: tuple[PlannedPage, ...],
    children: Any,
    types: dict[str, int],
) -> Iterator[DriftFinding]:
    rows = children.get(parent_path, [])
    for page in planned:
        found = _match_page(page, rows, types)
        if found is None:
            other = next((row for row in rows if row.slug == page.slug), None)
            data = {"parent": parent_id, "planned": page, "in_the_way": other.pk if other else None}
            yield DriftFinding("page_missing", owner.hostname, {"title": page.title, "slug": page.slug}, data)
            continue
        if is_fixed_page(page):
            yield from _find_fixed_drift(owner, page, found, rows)
        if page.children:
            yield from _find_level_drift(owner, found.pk, found.path, page.children, children, types)


def is_fixed_page(page: PlannedPage) -> bool:
    """Pages of the section keep their slug, title and publication; the standing pages are the school's own."""
    return page.key.startswith("section")


def _match_page(page: PlannedPage, rows: list[AuditedPage], types: dict[str, int]) -> AuditedPage | None:
    """The page that stands for ``page``: by type, and by slug too where a type is used for many pages."""
    same = [row for row in rows if row.content_type_id == types[page.model]]
    by_slug = next((row for row in same if row.slug == page.slug), None)
    if by_slug or page.model == "home.StandardPage":
        return by_slug
    return same[0] if same else None


def _find_fixed_drift(
    owner: TreeOwner, page: PlannedPage, row: AuditedPage, rows: list[AuditedPage]
) -> Iterator[DriftFinding]:
    if row.slug != page.slug:
        other = next((other.pk for other in rows if other.slug == page.slug), None)
        params = {"title": page.title, "slug": row.slug, "wanted": page.slug}
        yield DriftFinding("slug_wrong", owner.hostname, params, {"pk": row.pk, "slug": page.slug, "in_the_way": other})
    if row.title != page.title:
        params = {"title": row.title, "wanted": page.title}
        yield DriftFinding("title_wrong", owner.hostname, params, {"pk": row.pk, "title": page.title})
    if not row.live:
        yield DriftFinding("page_hidden", owner.hostname, {"title": page.title}, {"pk": row.pk})


def _find_restrictions(everybody: list[TreeOwner]) -> Iterator[DriftFinding]:
    """Locks on the section or on a home page. Only people can say whether one is meant; none is taken off here."""
    homes = {owner.home_path: owner for owner in everybody}
    types = set(_find_content_types((plan.plan_section(),)).values())
    rows = PageViewRestriction.objects.filter(_filter_inside(homes))
    rows = rows.values_list("page__path", "page__title", "page__content_type_id", "page__depth")
    for path, title, content_type, depth in rows:
        owner = homes.get(path[: 2 * Page.steplen])
        if owner and (depth == 2 or content_type in types):
            yield DriftFinding("restricted", owner.hostname, {"title": title})


# --- the rest of a site --------------------------------------------------------------------------------


def expected_hostname(owner: TreeOwner) -> str:
    """The host it has if that lies in the install's domain, else the home page's slug there."""
    domain = settings.SITE_BASE_DOMAIN.lower()
    if owner.school_id is None:
        return f"{settings.OFFICE_HOST_LABEL}.{domain}".lower()
    label = owner.hostname.partition(".")[0]
    return owner.hostname if owner.hostname == f"{label}.{domain}" else f"{owner.home_slug}.{domain}"


def _find_site_drift(everybody: list[TreeOwner]) -> Iterator[DriftFinding]:
    taken = set(Site.objects.values_list("hostname", flat=True))
    for owner in everybody:
        host = expected_hostname(owner)
        if host == owner.hostname and owner.school_id is not None and not host.startswith(f"{owner.home_slug}."):
            made_as = f"{owner.home_slug}.{settings.SITE_BASE_DOMAIN}".lower()
            yield DriftFinding("host_changed", owner.hostname, {"wanted": made_as})
        if host != owner.hostname:
            kind = "host_blocked" if host in taken else "host_wrong"
            yield DriftFinding(kind, owner.hostname, {"wanted": host}, {"site": owner.site_id, "hostname": host})
        if owner.port != settings.SITE_PORT:
            params = {"port": owner.port, "wanted": settings.SITE_PORT}
            yield DriftFinding("port_wrong", owner.hostname, params, {"site": owner.site_id})
        if owner.site_root_id != owner.home_id:
            yield DriftFinding("root_wrong", owner.hostname, {}, {"site": owner.site_id, "home": owner.home_id})
        if owner.site_name != owner.name:
            params = {"name": owner.site_name, "wanted": owner.name}
            yield DriftFinding("site_name_wrong", owner.hostname, params, {"site": owner.site_id, "name": owner.name})


def _find_settings_drift(everybody: list[TreeOwner]) -> Iterator[DriftFinding]:
    have = set(SchoolSettings.objects.values_list("site_id", flat=True))
    for owner in everybody:
        if owner.site_id not in have:
            yield DriftFinding("settings_missing", owner.hostname, {}, {"site": owner.site_id})


def _find_school_drift() -> Iterator[DriftFinding]:
    day = timezone.localdate()
    governed = set(SchoolAuthority.objects.as_of(day).values_list("school_id", flat=True))
    for school in School.objects.filter(closed_on=None).select_related("site", "collection").order_by("pk"):
        host = school.site.hostname
        if school.pk not in governed:
            yield DriftFinding("authority_missing", host, {"name": school.name})
        if school.derive():
            yield DriftFinding("search_text", host, {"name": school.name}, {"school": school.pk})
        wanted = build_collection_name(school.pk, school.name)
        if school.collection.name != wanted:
            params = {"name": school.collection.name, "wanted": wanted}
            yield DriftFinding("collection_name", host, params, {"collection": school.collection_id, "name": wanted})
