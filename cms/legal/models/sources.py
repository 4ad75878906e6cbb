"""What sources state about documents: records, texts, and where they differ (``cms.legal.sources``)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.legal.models.statuses import StatusCode
from cms.legal.sources import source_registry

SOURCE_CHOICES = [(key, source.name) for key, source in source_registry.SOURCES.items()]


class SourceRecord(models.Model):
    """What one source states about one document. A changed record replaces the older one, which stays
    (``replaced_at``)."""

    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="source_records")
    source = models.CharField(_("source"), max_length=20, choices=SOURCE_CHOICES)
    address = models.CharField(_("address"), max_length=500, blank=True)
    stated_on = models.DateField(_("stated on"), null=True, blank=True)
    #: Field → value as JSON: number, type, title, issuers, dates (ISO), vbpl_id, source_url, and further fields.
    values = models.JSONField(default=dict)
    status = models.CharField(_("status stated"), max_length=20, choices=StatusCode.choices, blank=True)
    status_on = models.DateField(_("status stated on"), null=True, blank=True)
    created_at = models.DateTimeField(_("came in"), default=timezone.now, editable=False)
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("record of a source")
        verbose_name_plural = _("records of sources")
        ordering = ["document", "source", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "source"],
                condition=models.Q(replaced_at__isnull=True),
                name="source_record_current_once",
            )
        ]

    def __str__(self):
        return f"{self.get_source_display()}: {self.values.get('number', '')}"


class TextVersion(models.Model):
    """A text of a document as one source gave it (FRBR: a manifestation). ``Provision`` rows are those of the version
    that is ``shown``."""

    class State(models.TextChoices):
        GIVEN = "given", _("text as entered by the library")
        AS_ISSUED = "as_issued", _("text as issued")
        EXTRACT = "extract", _("taken from the codification, without grounds and signature")
        CONSOLIDATED = "consolidated", _("consolidated text")

    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="text_versions")
    source = models.CharField(_("source"), max_length=20, choices=SOURCE_CHOICES)
    address = models.CharField(_("address"), max_length=500, blank=True)
    stated_on = models.DateField(_("stated on"), null=True, blank=True)
    state = models.CharField(_("state of the text"), max_length=14, choices=State.choices, default=State.GIVEN)
    digest = models.CharField(max_length=64, editable=False)
    packed = models.BinaryField(editable=False)  # zlib over JSON: cms.legal.sources.texts
    articles = models.PositiveIntegerField(_("articles"), default=0)
    #: Codes of its uncertainties: other_number or other_title in its front matter, fewer articles than before.
    doubts = models.JSONField(default=list, blank=True)
    current = models.BooleanField(default=True, editable=False)  # the newest sound one of its source
    shown = models.BooleanField(default=False, editable=False)
    decided = models.BooleanField(default=False, editable=False)  # a person chose it
    created_at = models.DateTimeField(_("came in"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["document", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "source", "digest"], name="text_version_once"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(shown=True), name="text_version_shown_once"
            ),
        ]

    def __str__(self):
        return f"{self.document.number_raw}: {self.get_source_display()}"


class SourceConflict(models.Model):
    """Two sources differ on a field of a document, or a text is held back. Derived; a decision stays as history."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("conflict", "open")
        DECIDED = "decided", pgettext_lazy("conflict", "decided")

    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="source_conflicts")
    field = models.CharField(_("field"), max_length=20)
    shown_source = models.CharField(_("shown"), max_length=20, choices=SOURCE_CHOICES, blank=True)
    shown_value = models.JSONField(null=True)
    other_source = models.CharField(_("other source"), max_length=20, choices=SOURCE_CHOICES)
    other_value = models.JSONField(null=True)
    text = models.ForeignKey(TextVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, editable=False)  # of field, sources and values
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN, db_index=True)
    taken = models.CharField(_("decided for"), max_length=20, choices=SOURCE_CHOICES, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("found on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("conflict of sources")
        verbose_name_plural = _("conflicts of sources")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["document", "digest"], name="source_conflict_once")]

    def __str__(self):
        return f"{self.document.number_raw}: {self.field}"
