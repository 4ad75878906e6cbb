"""The version counters that a site's pages depend on, and those that media changes raise (``cms.core.page_cache``)."""

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
    """Returns the counters of the site that the request names by its own host; ``None`` for others: nothing is cached.

    The portal's counter is always included: the layout links to its pages, and every school's lists show its items.
    """
    info: SiteInfo | None = getattr(request, "site_info", None)
    if info is None or request.get_host().partition(":")[0].lower() != info.hostname.lower():
        return None
    portal = sites.portal_site()
    own = (versions.site_version(site.id) for site in (info, portal) if site is not None)
    return tuple(dict.fromkeys((versions.STRUCTURE, versions.LIBRARY, *own)))


def bump_media_counters(media: Any) -> None:
    """An image or document changed or is deleted: this invalidates the pages of its school and all others that show
    it."""
    with allow_all_rows("who shows a picture or a file"):
        names = {school_counter(media.school_id), *_counters_of_referring_pages(media)}
    versions.bump_versions(*sorted(names))


def school_counter(school_id: int | None) -> str:
    """Returns the counter of a school's pages; of the portal's without a school."""
    site_id = School.objects.filter(pk=school_id).values_list("site_id", flat=True).first() if school_id else None
    if site_id is None and (portal := sites.portal_site()) is not None:
        site_id = portal.id
    return versions.STRUCTURE if site_id is None else versions.site_version(site_id)


def _counters_of_referring_pages(media: Any) -> set[str]:
    """Returns the counters of the pages that refer to it; the counter of all pages if something else refers to it."""
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
