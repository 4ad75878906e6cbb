"""The roster that the law asks for: who has been recognised as "báo cáo viên" or "tuyên truyền viên pháp luật"."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.tenancy.models import School


class LawReporter(models.Model):
    """``school``: that the person works at, none for the office's. ``user``: whose hours of training are shown."""

    class Kind(models.TextChoices):
        REPORTER = "reporter", _("Legal reporter (báo cáo viên pháp luật)")
        PROPAGANDIST = "propagandist", _("Legal propagandist (tuyên truyền viên pháp luật)")

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("account"), help_text=_("Its hours of training are counted for the person."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.PROPAGANDIST)
    name = models.CharField(_("full name"), max_length=120)
    position = models.CharField(_("position and place of work"), max_length=200, blank=True)
    fields = models.ManyToManyField("legal.LegalField", blank=True, related_name="+", verbose_name=_("fields of law"))
    decision_number = models.CharField(_("number of the decision"), max_length=60)
    decided_on = models.DateField(_("date of the decision"))
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True, help_text=_("As “UBND xã …”."))
    ends_on = models.DateField(_("term ends"), null=True, blank=True, help_text=_("Empty: until it is revoked."))
    removed_on = models.DateField(_("removed from the list on"), null=True, blank=True)
    removed_because = models.CharField(_("reason of the removal"), max_length=300, blank=True)
    shown = models.BooleanField(
        _("in the published list"), default=True, help_text=_("The law asks for the list to be published.")
    )
    warned_of = models.DateField(null=True, blank=True, editable=False)  # the end of term that people were told of

    class Meta:
        verbose_name = _("entry of the roster")
        verbose_name_plural = _("roster")
        ordering: ClassVar = ["kind", "name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("decided_on")), name="roster_term_in_order",
                violation_error_message=_("The term ends before the decision."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: datetime.date) -> bool:
        ended = (self.ends_on is not None and self.ends_on < day) or (
            self.removed_on is not None and self.removed_on <= day
        )
        return self.decided_on <= day and not ended

    @property
    def is_public(self) -> bool:
        return self.shown and self.holds_on(timezone.localdate())

    @property
    def state(self):
        today = timezone.localdate()
        if self.removed_on and self.removed_on <= today:
            return pgettext_lazy("in the roster", "Removed")
        if self.ends_on and self.ends_on < today:
            return pgettext_lazy("in the roster", "Term over")
        return pgettext_lazy("in the roster", "In office")
