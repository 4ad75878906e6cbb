"""Lists on the home pages and of a school's own news: built from ``cms.legal.section.listings``."""

from __future__ import annotations

from copy import copy

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.web.paging import ListPage
from cms.legal.documents import library, school_papers
from cms.legal.models import LegalNewsPage
from cms.legal.section import registry
from cms.legal.section.filters import year_filter
from cms.legal.section.listings import (
    Card,
    article_cards,
    build_card,
    filter_inside,
    filter_under,
    get_model,
    newest_first,
)
from cms.tenancy import sites

__all__ = [
    "Card",
    "article_cards",
    "build_card",
    "build_news_list",
    "build_notice_list",
    "cards_of_pages",
    "choose_lead",
    "filter_under",
    "find_list_url",
    "find_new_documents",
    "newest_legal_news",
    "newest_news",
    "newest_with_added",
]


def cards_of_pages(page_ids: list[int], site_info) -> list[Card]:
    """Cards of chosen pages of this site, live and public only, in the order given."""
    if site_info is None:
        return []
    pages = filter_under(Page.objects.filter(pk__in=page_ids), site_info.root_path).specific()
    by_id = {page.pk: build_card(page, site_info) for page in pages}
    return [by_id[pk] for pk in page_ids if pk in by_id]


def find_list_url(cards: list[Card], site_info) -> str:
    """Address of the list that the first of the site's own cards stands in; empty without such a card."""
    own = next((card for card in cards if card.extra is not None and not card.school), None)
    if own is None:
        return ""
    parent = own.extra.url_path.rstrip("/").rpartition("/")[0] + "/"
    return sites.page_url(parent, site_info)


def newest_news(page, site_info, count) -> list[Card]:
    """The site's own."""
    return article_cards(get_model("home.NewsPage"), page, site_info, count)


def newest_with_added(label: str, page, site_info, count) -> list[Card]:
    """Newest articles of the list of ``label``: the site's own and what is added to it."""
    return registry.newest_items(
        article_cards(get_model(label), page, site_info, count), registry.register_item_source(label, site_info), count
    )


def choose_lead(page, site_info) -> list[Card]:
    """The newest story with a picture, school news or legal news; without any picture the newest story."""
    cards = newest_news(page, site_info, 6) + newest_legal_news(page, site_info, 6)
    cards.sort(key=lambda c: (c.image is not None, c.date), reverse=True)
    return cards[:1]


def newest_legal_news(page, site_info, count) -> list[Card]:
    return article_cards(LegalNewsPage, page, site_info, count)


def find_new_documents(count: int, site_info) -> list:
    """Public documents (``LegalDocument`` rows with issuers): those the office sent, then the newest that the site
    lists. ``why_here`` says in words why one stands there that is not from the common library."""
    sent = registry.register_item_source("legal.LegalDocument", site_info)[:count]
    found = []
    for item in sent:
        document = copy(item.extra)  # the office's items are kept for all sites and languages
        document.why_here = _("Sent by %(name)s") % {"name": item.school}
        found.append(document)
    sent_ids = {document.pk for document in found}
    for document in library.newest(count, site_info):
        if document.pk not in sent_ids:
            own = document.level == school_papers.LEVEL and not site_info.is_portal
            document.why_here = _("The school's own") if own else ""
            found.append(document)
    return library.with_translations(found[:count], translation.get_language() or settings.LANGUAGE_CODE)


def build_news_list(page, request, site_info) -> dict:
    """``page_of`` (`ListPage` cards), ``years`` (filter links) of a news index."""
    queryset = newest_first(filter_inside(get_model("home.NewsPage").objects.all(), page, depth=1))
    parameters, years, queryset, sent = year_filter(
        queryset, request, registry.register_item_source("home.NewsPage", site_info)
    )
    return {"page_of": registry.card_page(queryset, request, site_info, parameters, sent), "years": years}


def build_notice_list(page, request, site_info) -> ListPage:
    queryset = newest_first(filter_inside(get_model("home.NoticePage").objects.all(), page, depth=1))
    return registry.card_page(
        queryset, request, site_info, added=registry.register_item_source("home.NoticePage", site_info)
    )
