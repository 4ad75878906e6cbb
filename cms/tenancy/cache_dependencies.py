"""On which counters the pages of a site rest, and what media raise (``cms.core.page_cache``)."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.core.site_roots import root_path_of
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.tenancy.sites import SiteInfo


def site_counters(request: Any) -> tuple[str, ...] | None:
    """Of the site that is asked by its own name; nothing is kept for others.

    The portal's own stands with each: the frame links to its pages, and its items stand in every school's lists.
    """
    info: SiteInfo | None = getattr(request, "site_info", None)
    if info is None or request.get_host().partition(":")[0].lower() != info.hostname.lower():
        return None
    portal = sites.portal_site()
    own = (versions.site_version(site.id) for site in (info, portal) if site is not None)
    return tuple(dict.fromkeys((versions.STRUCTURE, versions.LIBRARY, *own)))


def bump_media_counters(media: Any) -> None:
    """A picture or file was changed or goes: pages of its school, and of whoever else shows it, are outdated."""
    with allow_all_rows("who shows a picture or a file"):
        names = {school_counter(media.school_id), *_counters_of_referring_pages(media)}
    versions.bump_versions(*sorted(names))


def school_counter(school_id: int | None) -> str:
    """The counter of a school's pages; of the portal's without a school."""
    site_id = School.objects.filter(pk=school_id).values_list("site_id", flat=True).first() if school_id else None
    if site_id is None and (portal := sites.portal_site()) is not None:
        site_id = portal.id
    return versions.STRUCTURE if site_id is None else versions.site_version(site_id)


def _counters_of_referring_pages(media: Any) -> set[str]:
    """Counters of the pages that refer to it; of everything for what refers to it and is no page."""
    kind = ContentType.objects.get_for_model(type(media))
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(media.pk))
    pages, others = set(), False
    page_kind = ContentType.objects.get_for_model(Page).pk
    for base, pk in rows.values_list("base_content_type", "object_id").distinct():
        if base == page_kind:
            pages.add(pk)
        else:
            others = True
    roots = {root_path_of(path) for path in Page.objects.filter(pk__in=pages).values_list("url_path", flat=True)}
    names = {versions.site_version(root.site_id) for root in roots if root is not None}
    return names | {versions.STRUCTURE} if others else names
