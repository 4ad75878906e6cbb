"""Lists on the home pages and of a school's own news: built from ``cms.legal.listings``."""

from __future__ import annotations

from wagtail.models import Page

from cms.core.paging import Paged
from cms.legal import library
from cms.legal.listings import Card, article_cards, card, card_page, inside, model, newest_first, under
from cms.legal.section_filters import year_filter
from cms.tenancy import sites

__all__ = [
    "Card",
    "article_cards",
    "card",
    "cards_of",
    "lead",
    "legal_news",
    "list_url",
    "new_documents",
    "news",
    "news_list",
    "notice_list",
    "notices",
    "under",
]


def cards_of(page_ids: list[int], site_info) -> list[Card]:
    """Cards of chosen pages of this site, live and public only, in the order given."""
    if site_info is None:
        return []
    pages = under(Page.objects.filter(pk__in=page_ids), site_info.root_path).specific()
    by_id = {page.pk: card(page, site_info) for page in pages}
    return [by_id[pk] for pk in page_ids if pk in by_id]


def list_url(cards: list[Card], site_info) -> str:
    """Address of the list that the first card's page stands in; empty without cards."""
    if not cards or cards[0].extra is None:
        return ""
    parent = cards[0].extra.url_path.rstrip("/").rpartition("/")[0] + "/"
    return sites.page_url(parent, site_info)


def news(page, site_info, count) -> list[Card]:
    return article_cards("home.NewsPage", page, site_info, count)


def lead(page, site_info) -> list[Card]:
    """The newest story with a picture, school news or legal news; without any picture the newest story."""
    cards = news(page, site_info, 6) + legal_news(page, site_info, 6)
    cards.sort(key=lambda c: (c.image is not None, c.date), reverse=True)
    return cards[:1]


def notices(page, site_info, count) -> list[Card]:
    return article_cards("home.NoticePage", page, site_info, count)


def legal_news(page, site_info, count) -> list[Card]:
    return article_cards("legal.LegalNewsPage", page, site_info, count)


def new_documents(count: int) -> list:
    """Newest public documents of the library (``LegalDocument`` rows with issuers)."""
    return library.newest(count)


def news_list(page, request, site_info) -> dict:
    """``page_of`` (`Paged` cards), ``years`` (filter links) of a news index."""
    queryset = newest_first(inside(model("home.NewsPage").objects.all(), page, depth=1))
    parameters, years, queryset = year_filter(queryset, request)
    return {"page_of": card_page(queryset, request, site_info, parameters), "years": years}


def notice_list(page, request, site_info) -> Paged:
    queryset = newest_first(inside(model("home.NoticePage").objects.all(), page, depth=1))
    return card_page(queryset, request, site_info)
