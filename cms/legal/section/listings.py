"""Lists of a site's pages as light rows: one query per list, renditions prefetched, no specific page per child.

Site scope comes from the tree: a page's path begins with its site root's path. Everything here is live and public.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise
from wagtail.models import Page

from cms.core.media import sized_pictures
from cms.core.visibility import filter_public
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo

ROOT_LENGTH = 2 * Page.steplen  # site roots lie directly under the tree's root


@dataclass(frozen=True)
class Card:
    """A page in a list. ``image`` is an Image (renditions prefetched) or None; ``school`` is the owner, where that is
    not the site itself."""

    title: str
    url: str
    date: datetime.date | None
    summary: str = ""
    image: Any = None
    topic: str = ""
    school: str = ""
    school_url: str = ""
    commune: str = ""
    extra: Any = None  # the page itself, for fields of its type


@dataclass(frozen=True)
class FilterChoice:
    """One entry of a filter, as a plain link."""

    value: str
    label: str | Promise
    url: str
    current: bool
    count: int | None = None
    icon: str = ""


def get_model(label: str):
    return apps.get_model(label)


def filter_under(queryset, root_path: str, locale_id: int | None = None):
    """Returns live, public pages under a site root's ``url_path`` (the root itself included)."""
    queryset = filter_public(queryset).filter(url_path__startswith=root_path)
    return queryset.filter(locale_id=locale_id) if locale_id else queryset


def filter_inside(queryset, page, depth: int | None = None):
    """Returns live, public pages below ``page`` in the tree (itself excluded); ``depth`` 1 means its children.

    A range on ``path`` uses its index on every database.
    """
    low, high = page.path + "0" * Page.steplen, page.path + "Z" * Page.steplen
    queryset = filter_public(queryset, page.path[:ROOT_LENGTH]).filter(path__range=(low, high))
    return queryset.filter(depth=page.depth + depth) if depth else queryset


def site_root(page) -> Page:
    """Returns an unsaved stand-in for the root of the page's site and language, enough for ``filter_inside``."""
    return Page(path=page.path[:ROOT_LENGTH], depth=2, url_path="/" + page.url_path[1:].partition("/")[0] + "/")


def info_for(request, page) -> SiteInfo | None:
    """Returns the served site; in a preview, which has no served host, the page's own."""
    return getattr(request, "site_info", None) or sites.site_of_path(page.url_path)


def select_for_cards(queryset):
    """Loads only what a card shows: no bodies; pictures and their renditions at once."""
    names = {field.name for field in queryset.model._meta.get_fields()}
    heavy = [name for name in ("body", "answer", "search_description") if name in names]
    queryset = queryset.defer(*heavy) if heavy else queryset
    if "image" in names:
        queryset = queryset.select_related("image").prefetch_related(sized_pictures.prefetch_card_renditions())
    return queryset


def newest_first(queryset):
    return queryset.order_by("-date", "-pk")


def build_card(item, site_info: SiteInfo | None) -> Card:
    image = getattr(item, "image", None)
    return Card(
        title=item.title,
        url=sites.page_url(item.url_path, site_info),
        date=getattr(item, "date", None),
        summary=getattr(item, "summary", ""),
        image=image if image and image.may_be_shown else None,
        topic=getattr(item, "topic", ""),
        extra=item,
    )


def build_cards(queryset, site_info: SiteInfo | None) -> list[Card]:
    return [build_card(item, site_info) for item in select_for_cards(queryset)]


def article_cards(model, page, site_info, count: int | None = None, offset: int = 0) -> list[Card]:
    """Returns the newest articles of ``get_model`` on the site and in the language of ``page``."""
    queryset = newest_first(filter_inside(model.objects.all(), site_root(page)))
    return build_cards(queryset[offset : offset + count] if count is not None else queryset, site_info)


def find_years(queryset) -> list[tuple[int, int]]:
    """Returns (year, number of pages) of a list with dates, newest first."""
    rows = queryset.order_by().annotate(year=ExtractYear("date")).values("year").annotate(number=Count("pk"))
    return [(row["year"], row["number"]) for row in rows.order_by("-year")]


def chosen_value(raw: str | None, allowed) -> str:
    """Returns a filter's value if it is one of ``allowed``; anything else means no filter."""
    return raw if raw and raw in {str(value) for value in allowed} else ""


def neighbours(page, site_info) -> tuple[Card | None, Card | None]:
    """Returns the next older and the next newer sibling of an article; two queries without bodies."""
    siblings = (
        type(page)
        .objects.filter(path__startswith=page.path[: -Page.steplen], depth=page.depth)
        .exclude(pk=page.pk)
        .only("title", "url_path", "date", "slug", "path", "depth", "live")
    )
    siblings = filter_public(siblings, page.path[:ROOT_LENGTH])
    pk = page.pk or 0
    older = siblings.filter(Q(date__lt=page.date) | Q(date=page.date, pk__lt=pk)).order_by("-date", "-pk").first()
    newer = siblings.filter(Q(date__gt=page.date) | Q(date=page.date, pk__gt=pk)).order_by("date", "pk").first()

    def shown(item) -> Card | None:
        return Card(title=item.title, url=sites.page_url(item.url_path, site_info), date=item.date) if item else None

    return shown(older), shown(newer)
