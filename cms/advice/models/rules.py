"""What the office says about questions: one row of rules, days per field of law, and what was erased when."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class AdviceRules(models.Model):
    """The office's rules (one row)."""

    open = models.BooleanField(
        _("questions are taken"), default=True, help_text=_("Off: the form says that no questions are taken now.")
    )
    attachments = models.BooleanField(
        _("pictures and PDF files may be attached"), default=False,
        help_text=_("At most three, by adults alone; they are erased with the question."),
    )  # fmt: skip
    second_person = models.BooleanField(
        _("a second person approves"), default=True,
        help_text=_("Whoever wrote the last version of an answer does not send it out."),
    )  # fmt: skip
    days = models.PositiveSmallIntegerField(
        _("working days to answer"), default=10, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    keep_months = models.PositiveSmallIntegerField(
        _("months kept after the answer"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Then the question, the name and the address are erased. What was published stays."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("rules of questions")
        verbose_name_plural = _("rules of questions")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_advice_rules")]

    def __str__(self):
        return str(self._meta.verbose_name)

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> AdviceRules:
        return cls.objects.filter(pk=1).first() or cls()


class FieldTarget(models.Model):
    """In a field of law the office allows another number of days."""

    field = models.OneToOneField(
        "legal.LegalField", on_delete=models.CASCADE, related_name="+", verbose_name=_("field of law")
    )
    days = models.PositiveSmallIntegerField(
        _("working days to answer"), validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    class Meta:
        verbose_name = _("days of a field")
        verbose_name_plural = _("days of fields")
        ordering = ["field"]

    def __str__(self):
        return f"{self.field}: {self.days}"


class ErasureReport(models.Model):
    """What one run of the job erased: numbers alone, by school's id ("" for the office)."""

    at = models.DateTimeField()
    closed_before = models.DateTimeField()
    count = models.PositiveIntegerField()
    by_school = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("report of an erasure")
        verbose_name_plural = _("reports of erasures")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M}: {self.count}"
