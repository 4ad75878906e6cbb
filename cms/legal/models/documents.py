"""The central library's document: one row for all schools."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin,
)
from wagtail.search import index

from cms.legal.models.taxonomies import DocumentType, IssuingBody, LegalField


class LegalDocument(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, index.Indexed,
    ClusterableModel,
):
    """Fields of domain.md §4.1. ``number_norm`` and ``slug`` are derived (``cms.legal.numbers``)."""

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PROVINCE = "province", _("Province or city")
        LOCAL = "local", _("District or commune")
        SCHOOL = "school", _("School")

    class Nature(models.TextChoices):
        NORMATIVE = "normative", _("normative")
        INDIVIDUAL = "individual", _("individual")
        ADMINISTRATIVE = "administrative", _("administrative")

    doc_type = models.ForeignKey(
        DocumentType, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", verbose_name=_("document type")
    )
    number_raw = models.CharField(_("number as printed"), max_length=120)
    number_norm = models.CharField(_("number, normalised"), max_length=120, editable=False, db_index=True)
    slug = models.CharField(_("slug"), max_length=140, editable=False, db_index=True)
    title = models.TextField(_("title"), blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    summary = models.TextField(_("plain summary"), blank=True)
    signer = models.CharField(_("signed by"), max_length=160, blank=True)
    signer_title = models.CharField(_("signer's title"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, db_index=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True, db_index=True)
    effective_to = models.DateField(_("in force to"), null=True, blank=True, help_text=_("Empty means not known to end."))
    status_override = models.CharField(_("status set by hand"), max_length=20, blank=True)
    status_reason = models.CharField(_("reason"), max_length=255, blank=True)
    gazette_no = models.CharField(_("gazette number"), max_length=40, blank=True)
    gazette_on = models.DateField(_("gazette date"), null=True, blank=True)
    fields = ParentalManyToManyField(LegalField, blank=True, related_name="documents", verbose_name=_("fields of law"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.CENTRAL, db_index=True)
    education = models.BooleanField(_("education sector"), default=False, db_index=True)
    nature = models.CharField(_("nature"), max_length=14, choices=Nature.choices, default=Nature.NORMATIVE)
    confidential = models.BooleanField(_("confidential"), default=False, help_text=_("Never shown to the public."))
    audience = models.CharField(_("audience"), max_length=60, blank=True)
    source_url = models.URLField(_("source"), blank=True, max_length=500)
    vbpl_id = models.CharField(_("id in the national database"), max_length=20, blank=True, db_index=True)
    missing = models.JSONField(_("missing data"), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    search_fields = [
        index.SearchField("title"), index.AutocompleteField("title"),
        index.SearchField("number_raw"), index.AutocompleteField("number_raw"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["-issued_on", "number_norm"]

    def __str__(self):
        return f"{self.number_raw} {self.title}".strip()


class LegalDocumentIssuer(Orderable):
    """An issuer of a document, with the name as printed at the time (several for joint circulars)."""

    document = ParentalKey(LegalDocument, on_delete=models.CASCADE, related_name="issuer_links")
    body = models.ForeignKey(IssuingBody, on_delete=models.PROTECT, related_name="document_links", verbose_name=_("issuing body"))
    name_as_printed = models.CharField(_("name as printed"), max_length=255)

    class Meta(Orderable.Meta):
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")

    def __str__(self):
        return self.name_as_printed


class LegalDocumentFile(Orderable):
    class Role(models.TextChoices):
        ORIGINAL = "original", _("signed original")
        TEXT = "text", _("text")
        ANNEX = "annex", _("annex")
        TRANSLATION = "translation", _("translation")

    document = ParentalKey(LegalDocument, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("core.SchoolDocument", on_delete=models.PROTECT, related_name="legal_files", verbose_name=_("file"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.ORIGINAL)
    language = models.CharField(_("language"), max_length=5, default="vi")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    has_text_layer = models.BooleanField(_("has a text layer"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")


class Provision(models.Model):
    """A node of a document's text: an article for now; chapters, clauses and points come as further kinds."""

    class Kind(models.TextChoices):
        PART = "part", _("Part")
        CHAPTER = "chapter", _("Chapter")
        SECTION = "section", _("Section")
        ARTICLE = "article", _("Article")
        CLAUSE = "clause", _("Clause")
        POINT = "point", _("Point")

    document = models.ForeignKey(LegalDocument, on_delete=models.CASCADE, related_name="provisions")
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
