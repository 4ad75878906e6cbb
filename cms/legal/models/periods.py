"""Rows derived from a document's history: its status periods (``StatusPeriod``), and review tasks."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.legal.models.statuses import StatusCode, StatusKnown


class StatusPeriod(models.Model):
    """The status of a document from ``begins`` until the day before ``ends``, and how it is known:
    ``cms.legal.validity.status.compute_periods`` as rows.

    Every day of every document lies in exactly one row (from the first possible day to the last), so lists and search
    query the status as of any day with one indexed condition. Only ``cms.legal.validity.periods.recompute_periods``
    writes it.
    """

    FIRST, LAST = datetime.date.min, datetime.date.max

    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="status_periods")
    code = models.CharField(max_length=20, choices=StatusCode.choices)
    begins = models.DateField()
    ends = models.DateField()
    how = models.CharField(max_length=16, choices=StatusKnown.choices, default=StatusKnown.COMPUTED)
    source = models.CharField(max_length=20, blank=True)  # a key of cms.legal.sources.source_registry
    known_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("period of a status")
        verbose_name_plural = _("periods of statuses")
        ordering = ["document", "begins"]
        constraints = [
            models.UniqueConstraint(fields=["document", "begins"], name="status_period_once"),
            models.CheckConstraint(condition=models.Q(begins__lt=models.F("ends")), name="status_period_has_days"),
        ]
        indexes = [models.Index(fields=["code", "begins", "ends", "document"], name="status_period_as_of")]

    def __str__(self):
        return f"{self.get_code_display()} {self.begins}–{self.ends}"


class ReviewTask(models.Model):
    """An office user has to review ``document`` because of what happened to ``cause``.

    The end of a law never ends the documents that guide it (Luật 64/2025/QH15 Điều 57): a task asks a person instead.
    """

    class Kind(models.TextChoices):
        GUIDED_EXPIRED = "guided_expired", _("The document that it guides has expired")
        #: ``document`` was scheduled; meanwhile ``cause`` was entered as the same document.
        NOT_PUBLISHED = "not_published", _("Not published on its day, because the library has the document already")
        #: ``cause`` is the document itself.
        CONTRADICTED = "contradicted", _("Sources contradict each other about its status")
        #: ``cause`` may modify ``document``: its clauses are not decided yet (``cms.legal.modifications``).
        CLAUSE = "clause", _("Another document may change or end it")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("review task", "open")
        DONE = "done", pgettext_lazy("review task", "done")

    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="review_tasks")
    cause = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="review_tasks_caused")
    kind = models.CharField(_("why"), max_length=20, choices=Kind.choices, default=Kind.GUIDED_EXPIRED)
    state = models.CharField(
        pgettext_lazy("review task", "state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    created_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    note = models.TextField(_("what was found"), blank=True)

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")
        ordering = ["state", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "cause", "kind"], name="review_task_once"),
        ]

    def __str__(self):
        return f"{self.document}: {self.get_kind_display()} ({self.cause.number_raw})"
