"""Who takes part."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.contests.models.contests import Contest
from cms.tenancy.models import School


class Entrant(models.Model):
    """``school``: whose wall the person stands behind: that of the school that wrote the class list, else the
    organiser's. ``represents``: the school that the result counts for.

    ``code`` lets its holder in, and back in on another device. ``name`` and ``class_name`` are empty where the contest
    does not ask for them, and after the term.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="entrants")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    represents = models.ForeignKey(School, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    class_name = models.CharField(_("class"), max_length=40, blank=True)
    code = models.CharField(max_length=16, unique=True, null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    listed = models.BooleanField(default=False)  # by a school, before the contest
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contestant")
        verbose_name_plural = _("contestants")
        ordering: ClassVar = ["class_name", "name", "pk"]
        indexes: ClassVar = [models.Index(fields=["contest", "name"], name="entrant_name")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contest", "user"], condition=Q(user__isnull=False), name="entrant_account_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)
