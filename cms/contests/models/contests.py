"""Contests, their rounds and their log."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.text import slugify_vi
from cms.tenancy.models import School


class Contest(models.Model):
    """``school``: the organiser, none for the office. What is asked of a contestant is no more than the flags say."""

    class Who(models.TextChoices):
        ANYBODY = "anybody", _("Anybody")
        CODE = "code", _("Whoever knows the contest's code")
        LIST = "list", _("By class list: each contestant has a code of their own")
        ACCOUNT = "account", _("People with an account here")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("of a contest", "Draft")
        PUBLISHED = "published", pgettext_lazy("of a contest", "Announced")
        CLOSED = "closed", pgettext_lazy("of a contest", "Closed")

    class Publication(models.TextChoices):
        NONE = "none", _("No list of persons")
        INITIALS = "initials", _("Initials, class and school")
        NAMES = "names", _("Full names, class and school")

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="contests", verbose_name=_("school")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    rules = models.TextField(_("rules"), max_length=20_000, help_text=_("Shown on the contest's page."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    who = models.CharField(_("who may take part"), max_length=8, choices=Who.choices, default=Who.LIST)
    code = models.CharField(_("code of the contest"), max_length=30, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts of a person"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("In each round; the best one counts."),
    )  # fmt: skip
    practice = models.BooleanField(
        _("practice"), default=False,
        help_text=_("Not ranked: after the end each question is explained, with the article of law."),
    )  # fmt: skip
    in_list = models.BooleanField(
        _("stands in the list of contests"), default=True,
        help_text=_("Not ticked for the test of a course, which is reached from there."),
    )  # fmt: skip
    shows_score = models.BooleanField(_("tell the score at the end of an attempt"), default=False)
    asks_name = models.BooleanField(_("ask for the name"), default=True)
    asks_class = models.BooleanField(_("ask for the class"), default=True)
    asks_school = models.BooleanField(_("ask for the school"), default=False)
    for_children = models.BooleanField(_("children take part"), default=True)
    consent_text = models.TextField(
        _("consent"), max_length=2000, blank=True, help_text=_("Agreed to before entering.")
    )
    parents_notice = models.TextField(
        _("notice to parents"), max_length=6000, blank=True,
        help_text=_("What is kept, what for, how long, whom to ask. Shown on the contest's page."),
    )  # fmt: skip
    keep_days = models.PositiveSmallIntegerField(
        _("days that personal data are kept"), default=180,
        validators=[MinValueValidator(1), MaxValueValidator(1095)],
        help_text=_("After the last round; then names, classes and codes are deleted by themselves."),
    )  # fmt: skip
    publication = models.CharField(
        _("what is published of persons"), max_length=8, choices=Publication.choices, default=Publication.INITIALS
    )
    prediction_question = models.CharField(
        _("prediction"), max_length=200, blank=True,
        help_text=_("Between equals the nearest guess is first, as “How many people will take part?”"),
    )  # fmt: skip
    prediction_answer = models.PositiveIntegerField(_("answer to the prediction"), null=True, blank=True)
    protest_days = models.PositiveSmallIntegerField(_("days for protests"), default=3)
    results_at = models.DateTimeField(_("results published"), null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(_("personal data deleted"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def slug(self) -> str:
        return slugify_vi(self.title) or "cuoc-thi"

    def get_absolute_url(self) -> str:
        return reverse("contest", args=[self.pk, self.slug])


class Round(models.Model):
    """``wanted``: how many questions of each difficulty an attempt gets, {"1": 10, "2": 15, "3": 5}. From
    ``frozen_at`` on its pool does not change: ``hash_pool`` says which it was."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(_("title"), max_length=100)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), help_text=_("The last moment in which an attempt may begin."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=20, validators=[MinValueValidator(1), MaxValueValidator(300)],
        help_text=_("For one attempt, by the server's clock."),
    )  # fmt: skip
    grace_seconds = models.PositiveSmallIntegerField(
        _("seconds of grace"), default=30, validators=[MaxValueValidator(600)],
        help_text=_("For answers that were under way at the end. They count, and the jury sees them."),
    )  # fmt: skip
    wanted = models.JSONField(_("questions"), default=dict)
    mixes_questions = models.BooleanField(_("mix the questions"), default=True)
    mixes_options = models.BooleanField(_("mix the answers"), default=True)
    frozen_at = models.DateTimeField(_("pool closed"), null=True, blank=True, editable=False)
    pool_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of a contest", "round")
        verbose_name_plural = pgettext_lazy("of a contest", "rounds")
        ordering: ClassVar = ["opens_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_times_in_order")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime.datetime:
        """When the last attempt has ended."""
        return self.closes_at + datetime.timedelta(minutes=self.minutes, seconds=self.grace_seconds)

    @property
    def is_open(self) -> bool:
        return bool(self.frozen_at) and self.opens_at <= timezone.now() < self.closes_at

    @property
    def counts(self) -> dict[int, int]:
        return {int(difficulty): number for difficulty, number in self.wanted.items()}


class ContestEvent(models.Model):
    """The contest's log: what organiser and jury did, and why. Never changed, never deleted alone."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
