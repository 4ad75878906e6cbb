"""Pages of a site outside the section, its settings, links to portals."""

from cms.home.models.news import NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage
from cms.home.models.pages import ContactPage, OfficeHomePage, SchoolHomePage, StandardPage
from cms.home.models.portal_links import PortalLink
from cms.home.models.settings import SchoolSettings

__all__ = [
    "ContactPage",
    "NewsIndexPage",
    "NewsPage",
    "NoticeIndexPage",
    "NoticePage",
    "OfficeHomePage",
    "PortalLink",
    "SchoolHomePage",
    "SchoolSettings",
    "StandardPage",
]
