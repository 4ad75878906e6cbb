"""The audit log: who did what, in which school, when. Rows are never changed."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.tenancy.models.schools import School


class JournalEntry(models.Model):
    """Names are stored beside the foreign keys: an entry describes the state at its time, also after the person, the
    object or the school's name is gone. ``school`` is the one at that time; none: the office's."""

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    school = models.ForeignKey(
        School, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False, verbose_name=_("school")
    )
    school_name = models.CharField(max_length=255, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    person_name = models.CharField(max_length=300, blank=True)
    action = models.CharField(_("action"), max_length=255)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.CharField(max_length=255, blank=True)
    label = models.CharField(_("object"), max_length=255, blank=True)
    data = models.JSONField(default=dict)  # short details of the change: roles before and after, a reason
    address = models.CharField(_("address"), max_length=45, blank=True)  # of a network, never of a device

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["school", "-at"], name="journal_school_at")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.person_name} {self.action} {self.label}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("entries of the log are not changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("entries of the log are not deleted one by one; see prune_log")
