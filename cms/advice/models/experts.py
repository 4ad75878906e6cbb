"""Who answers, as readers see it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpertProfile(models.Model):
    """A person with a page of its own on the sites where it answers: the school's, or all of them (no school)."""

    school = models.ForeignKey(
        "tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="experts",
        verbose_name=_("school"),
    )  # fmt: skip
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert_profiles")
    name = models.CharField(_("name as readers see it"), max_length=120)
    office = models.CharField(_("office or occupation"), max_length=200, blank=True)
    about = models.TextField(_("about"), max_length=1000, blank=True)
    fields = models.ManyToManyField("legal.LegalField", blank=True, related_name="+", verbose_name=_("fields of law"))
    shown = models.BooleanField(_("has a public page"), default=False)

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "school"], name="expert_once_in_school"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(school=None), name="expert_once_in_office"),
        ]

    def __str__(self):
        return self.name
