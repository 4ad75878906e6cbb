"""Posts that go out by themselves, and what became of each."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.channels.outbox.channel_kinds import ChannelKind


class OutboxItem(models.Model):
    """One post for one way out. ``school``: whose channel (none: the office's). ``key`` is the form's own number, so
    that a form sent twice makes one post, and what the receiver knows the post by. No key of a channel stands here."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a post", "Waits")
        SENDING = "sending", pgettext_lazy("state of a post", "Is being sent")
        SENT = "sent", pgettext_lazy("state of a post", "Sent")
        FAILED = "failed", pgettext_lazy("state of a post", "Not sent")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a post", "Withdrawn")

    school = models.ForeignKey(
        "tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    way = models.CharField(_("way"), max_length=10, choices=ChannelKind.choices)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey("wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey(
        "legal.LegalDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), max_length=5000)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    known_as = models.CharField(max_length=200, blank=True)  # the receiver's number of the post
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("post for a channel")
        verbose_name_plural = _("posts for channels")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "try_at"], name="outbox_due"),
            models.Index(fields=["school", "-made_at"], name="outbox_of_school"),
        ]

    def __str__(self):
        return f"{self.get_way_display()}: {self.title}"

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (self.State.WAITING, self.State.FAILED)

    @property
    def can_be_tried(self) -> bool:
        return self.state == self.State.FAILED
