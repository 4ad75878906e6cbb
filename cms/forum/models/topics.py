"""What is talked about. Nothing is deleted: what does not belong here is hidden with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.forum.models.boards import Board

PERSON = settings.AUTH_USER_MODEL


class Topic(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(_("title"), max_length=200)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("topic of the forum")
        verbose_name_plural = _("topics of the forum")
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["board", "-last_at"], name="topic_of_board")]

    def __str__(self):
        return self.title


class Entry(models.Model):
    """The first of a topic, or an answer. ``words``: of title and text, for the search (``discussion.search_words``).
    ``form_key``: of the form, so that one that is sent twice makes one entry."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="entries")
    text = models.TextField(_("text"), max_length=10_000)
    words = models.TextField(editable=False)
    quotes = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    files = models.ManyToManyField("core.SchoolDocument", blank=True, related_name="+")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    school = models.ForeignKey("tenancy.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    form_key = models.UUIDField(unique=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    hidden_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("entry of the forum")
        verbose_name_plural = _("entries of the forum")
        ordering = ["topic", "at", "pk"]
        indexes = [models.Index(fields=["topic", "at"], name="entry_of_topic")]

    def __str__(self):
        return self.text[:60]


class Follow(models.Model):
    """``told``: something is new since the person looked last, and a notice says so."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    told = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("topic that is followed")
        verbose_name_plural = _("topics that are followed")
        constraints = [models.UniqueConstraint(fields=["topic", "user"], name="follow_once")]

    def __str__(self):
        return f"{self.user_id}: {self.topic_id}"


class EntryReport(models.Model):
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("report of an entry")
        verbose_name_plural = _("reports of entries")
        ordering = ["done_at", "at"]

    def __str__(self):
        return self.reason[:60]
