"""A plan of the office: what schools have to do by when, and how one sees that it is done."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from cms.tenancy.models import School


def list_indicator_choices() -> list[tuple[str, str | Promise]]:
    from cms.board.indicators import all_indicators

    return [(one.code, one.label) for one in all_indicators()]


class Plan(ClusterableModel):
    title = models.CharField(_("title"), max_length=255)
    document = models.ForeignKey(
        "legal.LegalDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="plans",
        verbose_name=_("document of the library"), help_text=_("The plan itself, as it was issued."),
    )  # fmt: skip
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    panels = [
        FieldPanel("title"),
        FieldPanel("document"),
        MultiFieldPanel([FieldPanel("first_day"), FieldPanel("last_day")], _("From when to when")),
        InlinePanel("tasks", heading=pgettext_lazy("of a plan", "Tasks"), label=pgettext_lazy("of a plan", "Task")),
    ]

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-first_day", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="plan_days_in_order"),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day lies before the first.")})


class PlanTask(models.Model):
    """``indicator``: a school has done it when it reaches the target of that indicator; empty: when it names
    evidence."""

    class Rhythm(models.TextChoices):
        ALWAYS = "always", _("All the time")
        YEARLY = "yearly", _("Every year")
        ONCE = "once", _("Once")

    plan = ParentalKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    number = models.CharField(_("number"), max_length=20, help_text=_("As in the plan: 1.1, 2a…"))
    title = models.CharField(_("what is to do"), max_length=255)
    products = models.TextField(_("products"), blank=True, help_text=_("What comes out of it, as the plan says."))
    rhythm = models.CharField(_("when"), max_length=6, choices=Rhythm.choices, default=Rhythm.ALWAYS)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    indicator = models.CharField(
        _("indicator"), max_length=40, choices=list_indicator_choices, blank=True,
        help_text=_("Empty: the school names a page as evidence."),
    )  # fmt: skip
    level = models.CharField(
        pgettext_lazy("schools that a task is for", "schools"), max_length=4, choices=School.Level.choices, blank=True,
        help_text=_("Only for schools of this level; empty: for all."),
    )  # fmt: skip
    wanted = models.PositiveSmallIntegerField(
        _("percent of the schools"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    panels = [
        MultiFieldPanel([FieldPanel("number"), FieldPanel("title"), FieldPanel("products")],
            pgettext_lazy("of a plan", "Task")),
        MultiFieldPanel([FieldPanel("rhythm"), FieldPanel("deadline")], _("When")),
        MultiFieldPanel(
            [FieldPanel("indicator"), FieldPanel("level"), FieldPanel("wanted")], _("How it is measured")
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("task of a plan")
        verbose_name_plural = _("tasks of a plan")
        ordering = ["plan", "pk"]

    def __str__(self):
        return f"{self.number}. {self.title}"


class PlanEvidence(models.Model):
    """A school (or the office) shows with a page of its own that it has done a task."""

    task = models.ForeignKey(
        PlanTask, on_delete=models.CASCADE, related_name="evidence", verbose_name=pgettext_lazy("of a plan", "task")
    )
    school = models.ForeignKey(
        School, null=True, on_delete=models.CASCADE, related_name="plan_evidence", verbose_name=_("school")
    )
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="plan_evidence", verbose_name=_("page")
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-added_at"]
        constraints = [models.UniqueConstraint(fields=["task", "school", "page"], name="plan_evidence_once")]

    def __str__(self):
        return f"{self.task}: {self.page}"
