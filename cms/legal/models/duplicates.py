"""Pairs of documents that look alike and that a person has found to be two."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DistinctDocuments(models.Model):
    """A person has compared both: they are different documents. ``first`` is the one with the smaller primary key."""

    first = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("pair of different documents")
        verbose_name_plural = _("pairs of different documents")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_documents_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="distinct_documents_ordered"),
        ]

    def __str__(self):
        return f"{self.first.number_raw} ≠ {self.second.number_raw}"
