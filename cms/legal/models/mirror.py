"""What the API has shown of the library, so that portals that mirror it hear of withdrawals too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MirrorEntry(models.Model):
    """One document that is public, or was: ``key`` names it for good (the number of its row may not), ``changed_at``
    is when something that the API shows of it last changed. What was withdrawn or deleted keeps its entry, so that
    mirrors learn of it. Written by ``cms.legal.documents.mirror`` alone.
    """

    key = models.UUIDField(unique=True)
    document = models.OneToOneField(
        "legal.LegalDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="mirror_entry"
    )
    public = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry for mirrors")
        verbose_name_plural = _("entries for mirrors")
        ordering = ["changed_at", "pk"]
        indexes = [models.Index(fields=["changed_at", "id"], name="mirror_entry_order")]

    def __str__(self):
        return str(self.key)


class FormerAddress(models.Model):
    """The address of an entry that was merged into ``document``: links to it lead there for good."""

    slug = models.SlugField(max_length=200, unique=True)
    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self):
        return self.slug
