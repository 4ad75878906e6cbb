"""Courses, their sessions and their lessons."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField

from cms.certificates.models import CertificateTemplate
from cms.contests.models import Contest
from cms.core.text import slugify_vi
from cms.tenancy.models import School


def generate_secret() -> str:
    return secrets.token_hex(16)


class Course(models.Model):
    """``school``: the organiser, none for the office. A school's course is for its own people, the office's for those
    of all schools.

    ``hours`` are counted for whoever completes it. ``test``: a contest that is taken by account.
    """

    class Pace(models.TextChoices):
        SESSIONS = "sessions", _("With sessions on fixed days")
        SELF = "self", _("At one's own pace: lessons to read")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("of a course", "Draft")
        PUBLISHED = "published", pgettext_lazy("of a course", "Announced")
        CLOSED = "closed", pgettext_lazy("of a course", "Closed")

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="courses", verbose_name=_("school")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    programme = models.TextField(_("programme"), max_length=10_000, help_text=_("Shown on the course's page."))
    pace = models.CharField(_("kind"), max_length=8, choices=Pace.choices, default=Pace.SESSIONS)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    field = models.ForeignKey(
        "legal.LegalField", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("field")
    )
    trainers = models.ManyToManyField(
        "training.LawReporter", blank=True, related_name="courses", verbose_name=_("trainers of the roster")
    )
    other_trainers = models.CharField(_("other trainers"), max_length=300, blank=True)
    materials: models.ManyToManyField = models.ManyToManyField(
        "wagtailcore.Page", blank=True, related_name="+", verbose_name=_("materials of the library of materials")
    )
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, default=4, validators=[MinValueValidator(0)],
        help_text=_("Counted for whoever completes the course."),
    )  # fmt: skip
    places = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as come. Who comes later waits, and moves up."),
    )  # fmt: skip
    school_quota = models.PositiveIntegerField(
        _("places of each school"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Each school names its people, no more than these. Empty: people enrol themselves."),
    )  # fmt: skip
    enrol_until = models.DateTimeField(_("enrolment until"), null=True, blank=True)
    attendance_percent = models.PositiveSmallIntegerField(
        _("percent of the sessions"), default=80, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("That one must have attended to complete the course."),
    )  # fmt: skip
    test = models.ForeignKey(
        Contest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("test"),
        help_text=_("A contest of yours that is taken by account, from the question bank."),
    )  # fmt: skip
    test_percent = models.PositiveSmallIntegerField(
        _("percent of the points"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("That one must reach in the test."),
    )  # fmt: skip
    template = models.ForeignKey(
        CertificateTemplate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("template of the certificate"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def is_self_paced(self) -> bool:
        return self.pace == self.Pace.SELF

    @property
    def takes_people(self) -> bool:
        """Enrolment is open now."""
        open_until = self.enrol_until is None or timezone.now() <= self.enrol_until
        return self.state == self.State.PUBLISHED and open_until

    @property
    def is_over(self) -> bool:
        """Closed, or its last session has ended."""
        ends = self.sessions.aggregate(last=Max("ends_at"))["last"]
        return self.state == self.State.CLOSED or (ends is not None and ends <= timezone.now())

    @property
    def slug(self) -> str:
        return slugify_vi(self.title) or "khoa"

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.pk, self.slug])


class CourseSession(models.Model):
    """``link``: for those who are enrolled alone. ``film``: the recording. ``secret``: of attendance's codes."""

    class Kind(models.TextChoices):
        PLACE = "place", _("In person")
        ONLINE = "online", _("Online")
        RECORDED = "recorded", _("Recorded")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PLACE)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.CharField(
        _("link to take part online"), max_length=300, blank=True, validators=[URLValidator(["https"])],
        help_text=_("Seen by those who are enrolled alone."),
    )  # fmt: skip
    film = models.CharField(_("recording"), max_length=300, blank=True, validators=[URLValidator(["https"])])
    secret = models.CharField(max_length=32, default=generate_secret, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of a course", "session")
        verbose_name_plural = pgettext_lazy("of a course", "sessions")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """Of a course at one's own pace, read in their order."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=150)
    body = RichTextField(_("text"), features=["h3", "bold", "italic", "ol", "ul"])
    film = models.CharField(_("film"), max_length=300, blank=True, validators=[URLValidator(["https"])])
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "number"], name="lesson_number_once",
                violation_error_message=_("The course has a lesson with this number."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
