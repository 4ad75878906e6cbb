"""What a school writes under the mandated section."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from cms.core import template_context
from cms.core.blocks import BodyStreamBlock
from cms.core.dates import validate_years
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.legal.models.cited import CitesDocuments, documents_panel


def today() -> datetime.date:
    return timezone.localdate()


class ArticleContext:
    """Fills the template of a single page (``cms.core.template_context``)."""

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **template_context.build_context(self, request)}  # type: ignore[misc]

    def clean(self):
        super().clean()  # type: ignore[misc]
        validate_years(self)  # type: ignore[arg-type]


class ArticlePage(ArticleContext, BasePage):
    """Common fields of news, notices and legal news. ``date`` orders lists; ``image`` needs alt text."""

    date = models.DateField(_("date"), default=today, db_index=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True, help_text=_("One or two sentences for lists."))
    author = models.CharField(
        _("author"), max_length=160, blank=True, help_text=_("As readers see it: person, class or team.")
    )
    image = models.ForeignKey(
        "core.SchoolImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        FieldPanel("title"),
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("author"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class LegalNewsPage(CitesDocuments, ArticlePage):
    """News of the school's legal education: an activity, a competition, a talk."""

    content_panels = [*ArticlePage.content_panels, documents_panel()]
    parent_page_types = ["legal.LegalNewsIndexPage"]
    template = "legal/news_page.html"

    class Meta:
        verbose_name = _("legal news")
        verbose_name_plural = _("legal news")


class Audience(models.TextChoices):
    MANAGERS = "managers", _("Managers")
    TEACHERS = "teachers", _("Teachers")
    STAFF = "staff", _("Staff")
    PUPILS = "pupils", _("Pupils")
    PARENTS = "parents", _("Parents")
    CITIZENS = "citizens", _("Citizens")


class LegalMaterialPage(ArticleContext, CitesDocuments, BasePage):
    """A material: booklet, story, film, lecture… with its kind, audience, licence and author."""

    class Kind(models.TextChoices):
        BOOK = "book", _("Book")
        HANDBOOK = "handbook", _("Handbook")
        LEAFLET = "leaflet", _("Leaflet")
        STORY = "story", _("Legal story")
        SKETCH = "sketch", _("Sketch")
        VIDEO = "video", _("Film")
        LECTURE = "lecture", _("Electronic lecture")
        INFOGRAPHIC = "infographic", _("Infographic or poster")
        OUTLINE = "outline", _("Outline")
        PODCAST = "podcast", _("Podcast or loudspeaker programme")
        QUIZ = "quiz", _("Question set")
        OTHER = "other", _("Other")

    class Licence(models.TextChoices):
        OWN = "own", _("All rights with the school")
        CC_BY = "cc-by", "CC BY 4.0"
        CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0"
        PUBLIC = "public", _("Public domain")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, db_index=True)
    date = models.DateField(_("date"), default=today, db_index=True)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices, blank=True, db_index=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    author = models.CharField(_("author"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence.choices, default=Licence.OWN)
    image = models.ForeignKey(
        "core.SchoolImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover picture"),
    )
    file = models.ForeignKey(
        "core.SchoolDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("file"),
    )
    video_url = models.URLField(_("address of the film"), blank=True)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))
    content_panels = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("audience"), FieldPanel("date")], _("Kind")),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("file"),
        FieldPanel("video_url"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("author"), FieldPanel("licence")], _("Author and licence")),
        documents_panel(),
    ]
    parent_page_types = ["legal.MaterialIndexPage"]
    subpage_types: list[str] = []
    template = "legal/material_page.html"

    class Meta:
        verbose_name = _("legal material")
        verbose_name_plural = _("legal materials")


class QuestionPage(ArticleContext, CitesDocuments, BasePage):
    """A question that was answered; the title is the question. Never names a pupil."""

    date = models.DateField(_("date"), default=today, db_index=True)
    answer = RichTextField(_("answer"), features=["bold", "italic", "link", "ul", "ol"])
    answered_by = models.CharField(_("answered by"), max_length=160, blank=True)
    content_panels = [
        FieldPanel("title", heading=_("Question")),
        FieldPanel("date"),
        FieldPanel("answer"),
        FieldPanel("answered_by"),
        documents_panel(),
    ]
    parent_page_types = ["legal.QuestionIndexPage"]
    subpage_types: list[str] = []
    template = "legal/question_page.html"

    class Meta:
        verbose_name = _("answered question")
        verbose_name_plural = _("answered questions")


class TrainingPage(ArticleContext, BasePage):
    """A course or session of training."""

    starts_on = models.DateField(_("first day"), db_index=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("online address"), blank=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("place"), FieldPanel("online_url")],
            _("When and where"),
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    parent_page_types = ["legal.TrainingIndexPage"]
    subpage_types: list[str] = []
    template = "legal/training_page.html"

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day lies before the first.")})
