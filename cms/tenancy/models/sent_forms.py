"""Submitted admin forms: the response is stored, so that the same form sent again changes nothing."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """``token``: of the form as it was opened; ``digest``: of its data; ``made``: what an "add" form created.
    ``location`` and ``messages`` are the response. Without a location the form is still being processed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField()
    digest = models.CharField(max_length=64)
    location = models.CharField(max_length=2000, blank=True)
    messages = models.JSONField(default=list)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.CharField(max_length=255, blank=True)
    made = GenericForeignKey()
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="sent_form_once")]

    def __str__(self):
        return f"{self.token} {self.location}"
