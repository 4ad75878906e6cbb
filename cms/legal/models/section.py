"""The mandated section "Phổ biến, giáo dục pháp luật" and its fixed children."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField

from cms.core import template_context
from cms.core.blocks import LinkBlock
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.legal.section.protection import SectionPartMixin

INTRO_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class FixedSectionPage(SectionPartMixin, BasePage):
    """A page of the section that a school fills but cannot remove, rename or move
    (``cms.legal.section.protection``)."""

    intro = RichTextField(_("introduction"), blank=True, features=INTRO_FEATURES)

    content_panels = [FieldPanel("title", read_only=True), FieldPanel("intro")]
    promote_panels = [FieldPanel("search_description")]
    settings_panels: list[Panel] = []
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent):
        """Returns False for people: only provisioning creates these pages, one section per site, with its children."""
        return False

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **template_context.build_context(self, request)}


class LegalEducationSectionPage(FixedSectionPage):
    """Exactly one per site, under the home page."""

    parent_page_types = ["home.SchoolHomePage", "home.OfficeHomePage"]
    subpage_types = [
        "legal.LegalNewsIndexPage",
        "legal.NewDocumentsPage",
        "legal.MaterialIndexPage",
        "legal.QuestionIndexPage",
        "legal.TrainingIndexPage",
        "legal.LegalLinksPage",
    ]
    max_count_per_parent = 1
    template = "legal/section_page.html"

    class Meta:
        verbose_name = _("legal education section")
        verbose_name_plural = _("legal education sections")


class LegalNewsIndexPage(FixedSectionPage):
    query_parameters = ("page", "year")
    parent_page_types = ["legal.LegalEducationSectionPage"]
    subpage_types = ["legal.LegalNewsPage"]
    max_count_per_parent = 1
    template = "legal/news_index_page.html"

    class Meta:
        verbose_name = _("activity news (section)")
        verbose_name_plural = _("activity news (sections)")


class NewDocumentsPage(FixedSectionPage):
    """The central library by level; its list needs no entries by hand."""

    parent_page_types = ["legal.LegalEducationSectionPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "legal/new_documents_page.html"

    class Meta:
        verbose_name = _("new legal documents (section)")
        verbose_name_plural = _("new legal documents (sections)")


class MaterialIndexPage(FixedSectionPage):
    query_parameters = ("page", "kind", "audience")
    parent_page_types = ["legal.LegalEducationSectionPage"]
    subpage_types = ["legal.LegalMaterialPage"]
    max_count_per_parent = 1
    template = "legal/material_index_page.html"

    class Meta:
        verbose_name = _("materials (section)")
        verbose_name_plural = _("materials (sections)")


class QuestionIndexPage(FixedSectionPage):
    query_parameters = ("page",)
    parent_page_types = ["legal.LegalEducationSectionPage"]
    subpage_types = ["legal.QuestionPage"]
    max_count_per_parent = 1
    template = "legal/question_index_page.html"

    class Meta:
        verbose_name = _("questions and answers (section)")
        verbose_name_plural = _("questions and answers (sections)")


class TrainingIndexPage(FixedSectionPage):
    query_parameters = ("page", "when")
    parent_page_types = ["legal.LegalEducationSectionPage"]
    subpage_types = ["legal.TrainingPage"]
    max_count_per_parent = 1
    template = "legal/training_index_page.html"

    class Meta:
        verbose_name = _("training (section)")
        verbose_name_plural = _("training (sections)")


class LegalLinksPage(FixedSectionPage):
    links = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("links"))

    content_panels = [*FixedSectionPage.content_panels, FieldPanel("links")]
    parent_page_types = ["legal.LegalEducationSectionPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "legal/links_page.html"

    class Meta:
        verbose_name = _("links (section)")
        verbose_name_plural = _("links (sections)")


FIXED_PAGE_TYPES: tuple[type[models.Model], ...] = (
    LegalEducationSectionPage,
    LegalNewsIndexPage,
    NewDocumentsPage,
    MaterialIndexPage,
    QuestionIndexPage,
    TrainingIndexPage,
    LegalLinksPage,
)
