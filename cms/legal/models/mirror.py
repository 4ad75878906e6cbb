"""What the API has published of the library, so that portals that mirror it learn of withdrawals too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MirrorEntry(models.Model):
    """One document that is or was public: ``key`` identifies it permanently (its primary key may not), ``changed_at``
    is when data that the API publishes last changed. A withdrawn or deleted document keeps its entry, so that mirrors
    learn of it. Only ``cms.legal.documents.mirror`` writes it.
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
    """The address of an entry that was merged into ``document``: links to it redirect there permanently."""

    slug = models.SlugField(max_length=200, unique=True)
    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self):
        return self.slug
