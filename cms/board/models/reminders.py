from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.tenancy.models import School


class Reminder(models.Model):
    """A letter to a school about what it still has to do."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("school"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["school", "-sent_at"], name="reminder_of_school")]

    def __str__(self):
        return f"{self.school_id}: {self.sent_at:%Y-%m-%d}"
