"""The document of the central library: one row for all schools."""

import datetime
from contextlib import nullcontext
from functools import partial

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core import template_context
from cms.legal.documents.identity import DuplicateDocument, check_document, derive_fields, find_duplicate
from cms.legal.documents.references import unique_references
from cms.legal.documents.scheduled import SCHEDULED, publish_or_request_review
from cms.legal.models.relations import acted_upon
from cms.legal.models.statuses import StatusCode
from cms.legal.models.taxonomies import DocumentType, IssuingBody, LegalField
from cms.legal.parsing.citation_text import full_title
from cms.legal.parsing.consolidated import is_consolidated
from cms.legal.signals import document_saved
from cms.legal.validity.badge import StatusBadge
from cms.legal.validity.facts import validity_facts
from cms.legal.validity.status import Facts, Status, status_on
from cms.legal.validity.status_periods import badges_on
from cms.tenancy import sites


class LegalDocument(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A document of the central library (FRBR: the Vietnamese original is a work with its first expression, a
    translation a further expression, the attached files are manifestations). ``save`` sets derived fields (number, key,
    slug, identity, missing data) through ``cms.legal.documents.identity``; the office edits the rest.

    Title, abstract and summary are translated; number, dates, issuers and files follow the original.
    """

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PROVINCE = "province", _("Province or city")
        LOCAL = "local", _("District or commune")
        SCHOOL = "school", _("School")

    class Nature(models.TextChoices):
        NORMATIVE = "normative", _("normative")
        INDIVIDUAL = "individual", _("individual")
        ADMINISTRATIVE = "administrative", _("administrative")

    class Missing(models.TextChoices):
        NUMBER = "number", _("number")
        TITLE = "title", _("title")
        ISSUED_ON = "issued_on", _("date of issue")
        ISSUER = "issuer", _("issuing body")
        DOC_TYPE = "doc_type", _("document type")
        EFFECTIVE_FROM = "effective_from", _("first day in force")

    doc_type = models.ForeignKey(
        DocumentType,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("document type"),
    )
    number_raw = models.CharField(
        _("number as printed"),
        max_length=120,
        help_text=_("For example 15/2020/NĐ-CP; write “Không số” where there is none."),
    )
    number_norm = models.CharField(_("number, normalised"), max_length=120, editable=False, db_index=True)
    number_key = models.CharField(max_length=120, editable=False, db_index=True, default="")
    slug = models.CharField(_("slug"), max_length=200, editable=False, db_index=True)
    identity_key = models.CharField(max_length=255, editable=False, default="")
    title = models.TextField(_("title"), blank=True, help_text=_("Type and subject as printed."))
    abstract = models.TextField(_("abstract"), blank=True)
    summary = models.TextField(_("plain summary"), blank=True, help_text=_("In plain words, for parents and pupils."))
    folded = models.TextField(editable=False, default="", blank=True)
    signer = models.CharField(_("signed by"), max_length=160, blank=True)
    signer_title = models.CharField(_("signer's title"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, db_index=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True, db_index=True)
    effective_to = models.DateField(
        _("in force to"),
        null=True,
        blank=True,
        help_text=_("The day on which it loses force; for a plan the last day of its period. Empty: no end is known."),
    )
    status_override = models.CharField(_("status set by hand"), max_length=20, choices=StatusCode.choices, blank=True)
    status_reason = models.CharField(
        _("reason"), max_length=255, blank=True, help_text=_("Needed for a status set by hand; shown to the public.")
    )
    status_from = models.DateField(
        _("set by hand from"),
        null=True,
        blank=True,
        help_text=_("The first day of the status set by hand; empty: always."),
    )
    status_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    status_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: The status last sent by signal (``cms.legal.validity.periods``); lists query ``StatusPeriod``.
    current_status = models.CharField(max_length=20, blank=True, default="", editable=False)
    gazette_no = models.CharField(_("gazette number"), max_length=40, blank=True)
    gazette_on = models.DateField(_("gazette date"), null=True, blank=True)
    fields = ParentalManyToManyField(LegalField, blank=True, related_name="documents", verbose_name=_("fields of law"))
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=Level.choices,
        blank=True,
        db_index=True,
        help_text=_("Empty: that of the issuing body."),
    )
    education = models.BooleanField(
        _("education sector"),
        default=False,
        db_index=True,
        help_text=_("Shown under “Education sector”; ticked by itself for documents of education bodies."),
    )
    nature = models.CharField(
        _("nature"), max_length=14, choices=Nature.choices, blank=True, help_text=_("Empty: that of the document type.")
    )
    confidential = models.BooleanField(_("confidential"), default=False, help_text=_("Never shown to the public."))
    audience = models.CharField(_("audience"), max_length=60, blank=True)
    source_url = models.URLField(_("source"), blank=True, max_length=500)
    vbpl_id = models.CharField(_("id in the national database"), max_length=20, blank=True, db_index=True)
    missing = models.JSONField(_("missing data"), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("number_raw"),
        index.AutocompleteField("number_raw"),
        index.FilterField("locale"),
        index.FilterField("confidential"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("abstract"),
        TranslatableField("summary"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "number_raw",
                "doc_type",
                "signer",
                "signer_title",
                "place",
                "issued_on",
                "effective_from",
                "effective_to",
                "status_override",
                "status_reason",
                "status_from",
                "gazette_no",
                "gazette_on",
                "fields",
                "level",
                "education",
                "nature",
                "confidential",
                "audience",
                "source_url",
                "vbpl_id",
                "issuer_links",
                "files",
            )
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["-issued_on", "-number_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_key", "locale"], condition=~models.Q(identity_key=""), name="legal_document_once"
            ),
        ]

    def __str__(self):
        return f"{self.number_raw} {self.title}".strip() or str(self._meta.verbose_name)  # a draft may be empty

    def clean(self):
        super().clean()
        check_document(self)

    def save(self, *args, **kwargs):
        derive_fields(self, kwargs.get("update_fields"))
        before = acted_upon(self.pk)
        self.being_saved = True  # relations and events saved with it send no signals of their own
        try:
            with transaction.atomic(), unique_references(self) if self._state.adding else nullcontext():
                super().save(*args, **kwargs)
        except IntegrityError as error:
            if twin := find_duplicate(self):
                raise DuplicateDocument(self, twin) from error
            raise
        finally:
            self.being_saved = False
        document_saved.send(type(self), document=self, acted_upon=before)

    def publish(self, revision, *args, **kwargs):
        publish = partial(super().publish, revision, *args, **kwargs)
        return publish_or_request_review(self, publish) if kwargs.get("log_action") == SCHEDULED else publish()

    def with_content_json(self, content):
        document = super().with_content_json(content)
        document.current_status = self.current_status  # of the live row, not of the draft
        return document

    def get_absolute_url(self) -> str:
        """Returns the path of the public page on the current site, in the active language."""
        return sites.build_url("legal_document", self.slug) if self.slug else ""

    @property
    def canonical_url(self) -> str:
        """Returns the one address for search engines and quotations: on the office's portal."""
        portal = sites.portal_site()
        return (portal.root_url if portal else "") + self.get_absolute_url()

    def get_full_url(self) -> str | None:
        """Returns the address for Wagtail's "view live" and previews."""
        return self.canonical_url if self.pk and self.slug and self.is_public and sites.portal_site() else None

    full_url = property(get_full_url)

    @property
    def facts(self) -> Facts:
        """Returns its facts with events and the relations of other documents; for many documents use
        ``cms.legal.validity.facts.validity_facts``."""
        return validity_facts([self])[0]

    def status_on(self, day: datetime.date) -> Status:
        return status_on(self.facts, day)

    @property
    def is_consolidated(self) -> bool:
        """Returns whether it is a consolidated text: it repeats another document with its amendments and is not law by
        itself."""
        return is_consolidated(self.doc_type.name if self.doc_type else "", self.number_raw)

    @property
    def status_label(self) -> str:
        """Returns today's status for a table of the admin."""
        badge = self.badge
        return f"{badge.label} ({badge.day})" if badge.day else badge.label

    @property
    def badge(self) -> StatusBadge:
        """Returns the badge of today's status in a list; lists of ``cms.legal.documents.library`` load it as
        ``known_today``."""
        if self.is_consolidated:
            return StatusBadge.of_consolidated()
        today = timezone.localdate()
        kept = getattr(self, "known_today", None) or (self.pk and badges_on([self.pk], today).get(self.pk))
        return StatusBadge.of_row(kept) if kept else StatusBadge.of(self.status_on(today))

    @property
    def missing_labels(self) -> list[str]:
        return [str(self.Missing(name).label) for name in self.missing if name in self.Missing.values]

    @property
    def issuer_names(self) -> list[str]:
        return [link.name_as_printed for link in self.issuer_links.all()]

    @property
    def display_title(self) -> str:
        """Returns the title in the reader's language where ``library.with_translations`` found one; else as printed."""
        translation = getattr(self, "translation", None)
        if translation and translation.title:
            return translation.title
        return full_title(self.doc_type.name if self.doc_type else "", self.title) or self.number_raw

    @property
    def is_public(self) -> bool:
        return self.live and not self.confidential

    def get_preview_template(self, request, mode_name):
        return "legal/document_page.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), **template_context.build_context(self, request)}


class LegalDocumentIssuer(Orderable):
    """An issuer of a document, with the name as printed at the time (several for joint circulars)."""

    document = ParentalKey(LegalDocument, on_delete=models.CASCADE, related_name="issuer_links")
    body = models.ForeignKey(
        IssuingBody, on_delete=models.PROTECT, related_name="document_links", verbose_name=_("issuing body")
    )
    name_as_printed = models.CharField(
        _("name as printed"), max_length=255, blank=True, help_text=_("Empty: the name of the issuing body.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")

    def __str__(self):
        return self.name_as_printed

    def save(self, *args, **kwargs):
        self.name_as_printed = self.name_as_printed or self.body.name
        super().save(*args, **kwargs)


class LegalDocumentFile(Orderable):
    class Role(models.TextChoices):
        ORIGINAL = "original", _("signed original")
        TEXT = "text", _("text")
        ANNEX = "annex", _("annex")
        TRANSLATION = "translation", _("translation")

    document = ParentalKey(LegalDocument, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(
        "core.SchoolDocument", on_delete=models.PROTECT, related_name="legal_files", verbose_name=_("file")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.ORIGINAL)
    language = models.CharField(_("language"), max_length=5, default="vi")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    # With a context: "pages" alone is what Wagtail calls its pages, in Vietnamese another word.
    pages = models.PositiveIntegerField(pgettext_lazy("of a file", "pages"), null=True, blank=True)
    has_text_layer = models.BooleanField(_("has a text layer"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
