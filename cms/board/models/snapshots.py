from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.tenancy.models import School


class Snapshot(models.Model):
    """What was measured of a school on a day: indicator code → number, null where it does not apply."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="snapshots", verbose_name=_("school"))
    day = models.DateField(_("day"))
    values = models.JSONField(_("values"), default=dict)
    score = models.PositiveSmallIntegerField(_("score"), null=True)
    measured_at = models.DateTimeField(_("measured at"))

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="one_snapshot_per_school_and_day")]
        indexes = [models.Index(fields=["day"], name="snapshot_day")]

    def __str__(self):
        return f"{self.school_id}: {self.day}"
