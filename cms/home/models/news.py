"""News and notices of a school: index and item pairs."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.core import template_context
from cms.core.models import BasePage
from cms.home import listings
from cms.legal.models import ArticlePage
from cms.legal.section.listings import info_for

HOME_PAGE_TYPES = ["home.SchoolHomePage", "home.OfficeHomePage"]


class IndexPage(BasePage):
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [FieldPanel("title"), FieldPanel("intro")]

    class Meta:
        abstract = True

    def items(self, request, site_info) -> dict:
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        info = info_for(request, self)
        common = {"site_info": info, "today": timezone.localdate(), "plain": template_context.is_plain(self, request)}
        return {**context, **common, **self.items(request, info)}


class NewsIndexPage(IndexPage):
    query_parameters = ("page", "year")
    parent_page_types = HOME_PAGE_TYPES
    subpage_types = ["home.NewsPage"]
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def items(self, request, site_info):
        return template_context.lazy_context(
            lambda: listings.build_news_list(self, request, site_info), "page_of", "years"
        )


class NewsPage(ArticlePage):
    topic = models.CharField(_("topic"), max_length=60, blank=True)

    content_panels = [*ArticlePage.content_panels, FieldPanel("topic")]
    parent_page_types = ["home.NewsIndexPage"]
    template = "home/news_page.html"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")


class NoticeIndexPage(IndexPage):
    query_parameters = ("page",)
    parent_page_types = HOME_PAGE_TYPES
    subpage_types = ["home.NoticePage"]
    template = "home/notice_index_page.html"

    class Meta:
        verbose_name = _("notice list")
        verbose_name_plural = _("notice lists")

    def items(self, request, site_info):
        return template_context.lazy_context(
            lambda: {"page_of": listings.build_notice_list(self, request, site_info)}, "page_of"
        )


class NoticePage(ArticlePage):
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    deadline_note = models.CharField(_("words for the deadline"), max_length=80, blank=True)

    content_panels = [*ArticlePage.content_panels, FieldPanel("deadline"), FieldPanel("deadline_note")]
    parent_page_types = ["home.NoticeIndexPage"]
    template = "home/notice_page.html"

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
