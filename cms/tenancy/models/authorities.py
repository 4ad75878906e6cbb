"""Governing authorities: rows with dates, never constants (huyện Thanh Trì ended on 1 July 2025)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.core.dates import LONG_AHEAD, validate_years


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid_from`` (first day) and ``valid_to`` (last day); an open end means none known."""

    def as_of(self, day: datetime.date):
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class DatedModel(models.Model):
    valid_from = models.DateField(_("valid from"), null=True, blank=True, help_text=_("First day; empty: not known."))
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("Last day; empty: still valid."))

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        validate_years(self, {"valid_to": LONG_AHEAD})

    def is_valid_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to >= day)


class GoverningAuthority(DatedModel):
    """A body that governs schools: a ministry, a department, a district's or a commune's office."""

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PROVINCE = "province", _("Province or city")
        DISTRICT = "district", _("District (historic)")
        COMMUNE = "commune", _("Commune or ward")

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    territory_code = models.CharField(_("territory code"), max_length=10, blank=True, db_index=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("parent")
    )
    successors = models.ManyToManyField(
        "self", through="AuthorityChange", symmetrical=False, related_name="predecessors", verbose_name=_("successors")
    )

    class Meta:
        verbose_name = _("governing authority")
        verbose_name_plural = _("governing authorities")
        ordering = ["level", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="authority_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day lies before the first.")})
        if self.pk and self.pk in self._ids_above():
            raise ValidationError({"parent": _("An authority cannot stand under itself.")})

    def _ids_above(self) -> list[int]:
        above: list[int] = []
        parent = self.parent
        while parent is not None and parent.pk not in above:
            above.append(parent.pk)
            parent = parent.parent
        return above


class AuthorityChange(models.Model):
    """One authority became another: kind and first day of the successor."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        SPLIT = "split", _("split")
        MERGE = "merge", _("merged")
        TRANSFER = "transfer", _("powers transferred")

    predecessor = models.ForeignKey(GoverningAuthority, on_delete=models.PROTECT, related_name="changes_to")
    successor = models.ForeignKey(GoverningAuthority, on_delete=models.PROTECT, related_name="changes_from")
    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("date"))
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("change of authority")
        verbose_name_plural = _("changes of authorities")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="authority_change_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="authority_change_not_itself"),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor} ({self.on})"
