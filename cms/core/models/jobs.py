import datetime

from django.db import models
from django.utils import timezone
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
    done_at = models.DateTimeField(default=timezone.now)  # last success; before the first, when the job was registered

    def __str__(self) -> str:
        return self.name

    @property
    def duration(self) -> datetime.timedelta | None:
        """The duration of the last run; ``None`` before the first."""
        return self.finished_at - self.started_at if self.started_at and self.finished_at else None


class JobWorker(models.Model):
    """A worker's heartbeat. If ``beats`` does not change for long enough, another worker declares it dead and deletes
    the row; from then on it can claim nothing."""

    id = models.CharField(max_length=64, primary_key=True)
    beats = models.PositiveBigIntegerField(default=0)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class JobAlarm(models.Model):
    """One problem with the jobs, from its detection until it has been resolved for a while."""

    name = models.CharField(max_length=60, primary_key=True)  # a job's, or "worker"
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    ripe_at = models.DateTimeField()  # from then on it is shown and reported
    tell_at = models.DateTimeField(null=True)  # when to notify the office; None: it is notified

    def __str__(self) -> str:
        return self.name
