"""Lists of a site's pages and of the library as light rows: one query per list, no specific page per child."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.models import Page, Site

from cms.tenancy import sites


@dataclass(frozen=True)
class Card:
    """A page in a list. ``image`` is an Image (renditions prefetched) or None; ``school`` only on the portal."""

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


def _model(label: str):
    return apps.get_model(label)


def under(queryset, root_path: str, locale_id: int | None = None):
    """Live, public pages of a site: under its root page's ``url_path``."""
    queryset = queryset.live().public().filter(url_path__startswith=root_path)
    return queryset.filter(locale_id=locale_id) if locale_id else queryset


def _root(page) -> str:
    return "/" + page.url_path[1:].partition("/")[0] + "/"


def article_cards(label: str, page, site_info, count: int | None = None, offset: int = 0) -> list[Card]:
    """Newest articles of model ``label`` under the root of ``page`` (so in its locale)."""
    queryset = under(_model(label).objects.all(), _root(page)).defer("body")
    queryset = queryset.select_related("image").prefetch_related("image__renditions").order_by("-date", "-pk")
    if count is not None:
        queryset = queryset[offset : offset + count]
    return [card(item, site_info) for item in queryset]


def card(item, site_info) -> Card:
    return Card(
        title=item.title, url=sites.page_url(item.url_path, site_info), date=getattr(item, "date", None),
        summary=getattr(item, "summary", ""), image=getattr(item, "image", None), topic=getattr(item, "topic", ""),
        extra=item,
    )


def cards_of(page_ids: list[int], site_info) -> list[Card]:
    """Cards of chosen pages of this site, live and public only, in the order given."""
    if site_info is None:
        return []
    pages = under(Page.objects.filter(pk__in=page_ids), site_info.root_path).specific()
    by_id = {page.pk: card(page, site_info) for page in pages}
    return [by_id[pk] for pk in page_ids if pk in by_id]


def news(page, site_info, count):
    return article_cards("home.NewsPage", page, site_info, count)


def lead(page, site_info):
    cards = article_cards("home.NewsPage", page, site_info, 6) + article_cards("legal.LegalNewsPage", page, site_info, 6)
    cards.sort(key=lambda c: (c.image is not None, c.date), reverse=True)
    return cards[:1]


def notices(page, site_info, count):
    return article_cards("home.NoticePage", page, site_info, count)


def legal_news(page, site_info, count):
    return article_cards("legal.LegalNewsPage", page, site_info, count)


def new_documents(count: int):
    """Newest public documents of the library (``LegalDocument`` rows with issuers)."""
    documents = _model("legal.LegalDocument").objects.filter(live=True, confidential=False, locale__language_code="vi")
    documents = documents.filter(issued_on__lte=timezone.localdate()).select_related("doc_type")
    return list(documents.prefetch_related("issuer_links").order_by("-issued_on", "-pk")[:count])
