"""What the office asks of schools, with dates. Without a row an indicator's own goal holds."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.board.measuring.traffic_lights import Goal
from cms.tenancy.models import School
from cms.tenancy.models.authorities import DatedModel

NUMBER_OPTIONS = [MinValueValidator(0), MaxValueValidator(1_000_000)]


class Target(DatedModel):
    indicator = models.CharField(_("indicator"), max_length=40)
    level = models.CharField(
        _("level"),
        max_length=4,
        choices=School.Level.choices,
        blank=True,
        help_text=_("Only for schools of this level; empty: for all."),
    )
    good = models.FloatField(_("green from"), validators=NUMBER_OPTIONS, help_text=_("This value and better is green."))
    fair = models.FloatField(_("amber from"), validators=NUMBER_OPTIONS, help_text=_("This value and better is amber."))
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MaxValueValidator(100)], help_text=_("Share in the score; 0 leaves it out.")
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "level", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="target_dates_in_order",
            ),
        ]

    def __str__(self):
        return " · ".join(filter(None, (self.indicator, self.get_level_display(), str(self.valid_from or ""))))

    @property
    def goal(self) -> Goal:
        return Goal(self.good, self.fair, self.weight)

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day lies before the first.")})
        others = Target.objects.filter(indicator=self.indicator, level=self.level).exclude(pk=self.pk)
        if self.valid_to:
            others = others.filter(Q(valid_from=None) | Q(valid_from__lte=self.valid_to))
        if self.valid_from:
            others = others.filter(Q(valid_to=None) | Q(valid_to__gte=self.valid_from))
        if others.exists():
            raise ValidationError(_("Another target for the same schools is valid on some of these days."))
