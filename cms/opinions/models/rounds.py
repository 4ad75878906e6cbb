"""A round of opinions on a draft, and the draft's articles."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.text import slugify_vi


class Consultation(models.Model):
    """``school``: who asks (none: the office). Its text does not change once it is open."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        STAFF = "staff", _("People with an account")
        SCHOOLS = "schools", _("Schools that are named; who decides there answers")

    school = models.ForeignKey(
        "tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    title = models.CharField(_("title"), max_length=255)
    intro = models.TextField(_("what it is about"), max_length=4000, blank=True)
    audience = models.CharField(_("who may answer"), max_length=8, choices=Audience.choices, default=Audience.STAFF)
    school_ids = models.JSONField(_("schools"), default=list, blank=True)
    closes_at = models.DateTimeField(_("open until"))
    file = models.ForeignKey(
        "core.SchoolDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("file of the draft"),
    )  # fmt: skip
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    told_closed = models.BooleanField(default=False)
    summary = models.TextField(_("summary"), max_length=8000, blank=True)
    results_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("round of opinions")
        verbose_name_plural = _("rounds of opinions")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["school", "-made_at"], name="consultation_of_school")]

    def __str__(self):
        return self.title

    @property
    def slug(self) -> str:
        return slugify_vi(self.title)[:60].strip("-") or "du-thao"

    @property
    def state(self) -> str:
        if self.opened_at is None:
            return "draft"
        if self.results_at:
            return "results"
        return "open" if self.closes_at > timezone.now() else "closed"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.results_at is None and self.closes_at > timezone.now()

    @property
    def is_public(self) -> bool:
        return self.opened_at is not None and self.audience == self.Audience.PUBLIC

    @property
    def last_day(self) -> datetime.date:
        return timezone.localtime(self.closes_at).date()

    @property
    def state_words(self):
        return STATE_WORDS[self.state]


STATE_WORDS = {
    "draft": pgettext_lazy("state of a round of opinions", "Being prepared"),
    "open": pgettext_lazy("state of a round of opinions", "Open"),
    "closed": pgettext_lazy("state of a round of opinions", "Closed"),
    "results": pgettext_lazy("state of a round of opinions", "Results published"),
}


class DraftArticle(models.Model):
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="articles")
    order = models.PositiveIntegerField()
    label = models.CharField(max_length=80, blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("article of a draft")
        verbose_name_plural = _("articles of drafts")
        ordering = ["consultation", "order"]

    def __str__(self):
        return ". ".join(filter(None, (self.label, self.heading))) or self.text[:60]
