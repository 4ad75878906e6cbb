"""Home pages and the standing pages of a site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from cms.core import template_context, versions
from cms.core.blocks import BodyStreamBlock
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.home.blocks import HomeStreamBlock, OfficeHomeStreamBlock, block_kinds, build_block_rows
from cms.legal.section.protection import HOST, SectionPartMixin
from cms.tenancy import sites

CHILD_PAGE_TYPES = [
    "home.NewsIndexPage",
    "home.NoticeIndexPage",
    "home.StandardPage",
    "home.ContactPage",
    "legal.LegalEducationSectionPage",
]


class HomePage(SectionPartMixin, BasePage):
    """Root page of a site; created by provisioning only, and never without the section below it."""

    section_part = HOST
    settings_panels: list[Panel] = []

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent):
        return False


class SchoolHomePage(HomePage):
    """Root page of a school's site."""

    body = StreamField(HomeStreamBlock(), blank=True, verbose_name=_("body"))

    content_panels = [FieldPanel("title"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = CHILD_PAGE_TYPES
    template = "home/school_home_page.html"

    class Meta:
        verbose_name = _("school home page")
        verbose_name_plural = _("school home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["rows"] = build_block_rows(self.body)
        context["contacts_shown"] = "contacts" in block_kinds(self.body)
        return context


class OfficeHomePage(HomePage):
    """Root page of the office's portal."""

    query_parameters = ("level", "commune", "school")
    rests_on = (versions.EVERY_SITE,)  # it shows the schools' news

    lead = models.CharField(_("lead"), max_length=255, blank=True)
    body = StreamField(OfficeHomeStreamBlock(), blank=True, verbose_name=_("body"))

    content_panels = [FieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = CHILD_PAGE_TYPES
    max_count = None
    template = "home/office_home_page.html"

    class Meta:
        verbose_name = _("office home page")
        verbose_name_plural = _("office home pages")

    def get_context(self, request, *args, **kwargs):
        from cms.home.portal import build_home_context

        context = super().get_context(request, *args, **kwargs)
        info = getattr(request, "site_info", None) or sites.site_of_path(self.url_path)
        return {**context, **build_home_context(request.GET, info), **template_context.build_context(self, request)}


class StandardPage(BasePage):
    """A page of text: introduction, public disclosure of a school year, regulations…"""

    intro = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))

    content_panels = [FieldPanel("title"), FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["home.SchoolHomePage", "home.OfficeHomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class ContactPage(BasePage):
    """Address, telephone and opening hours come from the school and its settings; the text is the school's."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [FieldPanel("title"), FieldPanel("intro")]
    parent_page_types = ["home.SchoolHomePage", "home.OfficeHomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/contact_page.html"

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "contacts_shown": True}  # not twice on one page

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")
