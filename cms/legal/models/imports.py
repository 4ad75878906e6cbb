"""What an import did and how far it came: kept with the data it wrote, so that it can go on after an interruption."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One import of one set of files. ``position`` counts the documents loaded; it moves in the transactions that
    load them. ``digest`` tells the files' content apart: the same content goes on where it stopped."""

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


class ImportEntry(models.Model):
    """A row of a file that was rejected, or that came in and needs a person."""

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
