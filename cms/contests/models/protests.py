"""Protests of contestants, and what the jury answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.contests.models.attempts import Attempt


class Protest(models.Model):
    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("of a protest", "Waits")
        ACCEPTED = "accepted", pgettext_lazy("of a protest", "Accepted")
        REFUSED = "refused", pgettext_lazy("of a protest", "Refused")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="protests")
    place = models.PositiveSmallIntegerField(_("number of the question"), null=True, blank=True)
    words = models.TextField(_("what is wrong, and why"), max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("protest")
        verbose_name_plural = _("protests")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.words[:60]
