"""Tokens that a channel changes by itself, encrypted (``cms.channels.outbox.access_tokens``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelToken(models.Model):
    """``owner``: as in ``CHANNELS``. ``claimed_at``: somebody renews it at this moment."""

    owner = models.CharField(max_length=60, unique=True)
    sealed = models.TextField()
    expires_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("token of a channel")
        verbose_name_plural = _("tokens of channels")

    def __str__(self):
        return self.owner
