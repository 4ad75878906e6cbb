from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(models.Model):
    """When a job (``cms.core.jobs``) runs next and how its last run went."""

    class Outcome(models.TextChoices):
        NONE = "", _("Has not run yet")
        DONE = "done", pgettext_lazy("outcome of a job", "Done")
        FAILED = "failed", pgettext_lazy("outcome of a job", "Failed")

    name = models.CharField(max_length=60, primary_key=True)
    next_run_at = models.DateTimeField()
    result_id = models.UUIDField(null=True, blank=True)  # its task in the queue, waiting or running
    attempts = models.PositiveSmallIntegerField(default=0)  # failures in a row since the last regular time
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default="", blank=True)
    message = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.name

    @property
    def duration(self):
        """Of the last run, a ``timedelta``; None before the first."""
        return self.finished_at - self.started_at if self.started_at and self.finished_at else None
