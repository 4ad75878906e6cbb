"""Notifications to people: in the admin, and by mail as a digest."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.tenancy.models.schools import School
from cms.tenancy.roles import Role


class Letter(models.Model):
    """A mail to one person about one school (or the office's own matters). Neither the address nor the text is stored:
    the office needs to see only the recipient and the subject, and both are deleted after a while."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a mail", "Waits")
        SENDING = "sending", pgettext_lazy("state of a mail", "Is being sent")
        SENT = "sent", pgettext_lazy("state of a mail", "Sent")
        FAILED = "failed", pgettext_lazy("state of a mail", "Not delivered")
        DROPPED = "dropped", pgettext_lazy("state of a mail", "Not sent: the person had left")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)  # at the time of the mail
    subject = models.CharField(max_length=255)
    kinds = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    error = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail to a person")
        verbose_name_plural = _("mails to people")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="letter_due"),
            models.Index(fields=["school", "-created_at"], name="letter_of_school"),
        ]

    def __str__(self):
        return self.subject


class Notice(models.Model):
    """One notice to a person. ``school``: the school that it concerns; empty: the office."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    path = models.CharField(max_length=255)  # URL path in the admin
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    read_at = models.DateTimeField(null=True)
    to_mail = models.BooleanField(default=True)  # no mail has been made of it yet
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            models.Index(fields=["kind"], condition=Q(to_mail=True), name="notice_to_mail"),
        ]

    def __str__(self):
        return self.subject


class NoticeOptOut(models.Model):
    """Opts out of mails of this kind about this place; the notice in the admin stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "kind"], name="notice_opt_out_once"),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(school=None), name="notice_opt_out_once_in_office"
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.kind}"
