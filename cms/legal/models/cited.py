"""Documents of the library that a page names: chosen several at a time, in a stored order."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable


class CitedDocument(Orderable):
    """Base of the rows between a page type and the library; the page's side is ``document_links``."""

    document = models.ForeignKey(
        "legal.LegalDocument", on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("legal document")
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("legal document cited")
        verbose_name_plural = _("legal documents cited")


class CitesDocuments(models.Model):
    """Mixin of page types with ``document_links``; ``cms.legal.section.cited`` reads them."""

    class Meta:
        abstract = True


def documents_panel() -> MultipleChooserPanel:
    return MultipleChooserPanel(
        "document_links",
        chooser_field_name="document",
        heading=_("Legal documents cited"),
        label=_("legal document"),
        help_text=_("Search by title, or by one or several numbers with commas between them; tick all that you need."),
    )


class LegalNewsPageDocument(CitedDocument):
    page = ParentalKey("legal.LegalNewsPage", on_delete=models.CASCADE, related_name="document_links")


class LegalMaterialPageDocument(CitedDocument):
    page = ParentalKey("legal.LegalMaterialPage", on_delete=models.CASCADE, related_name="document_links")


class QuestionPageDocument(CitedDocument):
    page = ParentalKey("legal.QuestionPage", on_delete=models.CASCADE, related_name="document_links")
