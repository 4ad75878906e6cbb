"""Imports and their progress, stored with the imported data, so that an interrupted import can continue."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportRun(models.Model):
    """One import of one set of files. ``position`` counts the documents loaded; it is updated in the transactions that
    load them. ``digest`` identifies the files' content: the same content continues where it stopped."""

    class State(models.TextChoices):
        RUNNING = "running", _("not finished")
        DONE = "done", _("finished")

    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("file"), max_length=255)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RUNNING)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name


def private_path(instance, filename: str) -> str:
    """Returns a path outside the web server's directories; the name reveals only the kind of file."""
    return f"legal-imports/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()[:10]}"


class ImportUpload(models.Model):
    """A file that an office user uploads for import: tried, confirmed, then imported by the worker."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being tried")
        CHECKED = "checked", _("waits for confirmation")
        IMPORTING = "importing", _("being imported")
        DONE = "done", pgettext_lazy("of an import", "imported")
        FAILED = "failed", _("refused")

    name = models.CharField(_("file"), max_length=255)
    file = models.FileField(upload_to=private_path, max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    #: Code and values of why it was refused, as ``importer.records.Problem``.
    problem = models.JSONField(default=dict, blank=True)
    #: The report of the trial, then of the import: ``importer.report.Report.as_plain``.
    report = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded on"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("uploaded import")
        verbose_name_plural = _("uploaded imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class ProposedDocument(models.Model):
    """A DOCX, PDF or HTML with the data of its front matter and signature. A person confirms or discards it; until then
    the library does not contain it, and nobody can download the file."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        DISCARDED = "discarded", _("discarded")

    name = models.CharField(_("file"), max_length=255)
    file = models.FileField(upload_to=private_path, max_length=120)
    kind = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64, db_index=True)
    text_state = models.CharField(max_length=12)  # states of ``cms.core.media.file_text``
    page_count = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)  # name of a value → numbers of the lines that state it
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    document = models.ForeignKey(
        "legal.LegalDocument", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("document")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded on"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)

    class Meta:
        verbose_name = _("proposed document")
        verbose_name_plural = _("proposed documents")
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class ImportEntry(models.Model):
    """A row of a file that was rejected, or that was imported and needs a person's review."""

    class Kind(models.TextChoices):
        REJECTED = "rejected", _("rejected")
        FLAGGED = "flagged", _("flagged")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file = models.CharField(max_length=120, blank=True)
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40)
    values = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["pk"]
