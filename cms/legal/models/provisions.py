from django.db import models
from django.utils.translation import gettext_lazy as _


class Provision(models.Model):
    """A node of a document's text: parts, chapters, sections, articles, annexes (``parsing.texts.structure``).

    Clauses and points are lines of their article's ``text``, with anchors from ``cms.legal.parsing.texts.fulltext``.
    ``chapter`` is the text of a source that names the chapter of an article and has no rows for it. The text
    belongs to the Vietnamese original; translations of a document have none of their own.
    """

    class Kind(models.TextChoices):
        PART = "part", _("Part")
        CHAPTER = "chapter", _("Chapter")
        SECTION = "section", _("Section")
        ARTICLE = "article", _("Article")
        CLAUSE = "clause", _("Clause")
        POINT = "point", _("Point")
        PREAMBLE = "preamble", _("Preamble")
        ANNEX = "annex", _("Annex")
        CLOSING = "closing", _("Closing")

    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="provisions")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ARTICLE)
    number = models.CharField(max_length=20)
    label = models.CharField(max_length=80)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    anchor = models.CharField(max_length=80)
    chapter = models.CharField(max_length=255, blank=True)
    source_anchor = models.CharField(max_length=60, blank=True)
    order = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["document", "order"]
        constraints = [models.UniqueConstraint(fields=["document", "anchor"], name="provision_anchor_once")]

    def __str__(self):
        return f"{self.label}. {self.heading}".strip(". ")
