"""Who takes part, what they attended and read, what they thought of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.tenancy.models import School
from cms.training.models.courses import Course, CourseSession, Lesson


class Enrolment(models.Model):
    """``school``: that the person works for, none for the office's people. ``user``: empty for whoever a school has
    named without an account. ``hours`` are counted when the course is completed."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", pgettext_lazy("in a course", "Takes part")
        WAITING = "waiting", pgettext_lazy("in a course", "On the waiting list")
        CANCELLED = "cancelled", pgettext_lazy("in a course", "Has cancelled")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.ENROLLED)
    enrolled_at = models.DateTimeField(_("enrolled"), auto_now_add=True)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    last_lesson = models.ForeignKey(Lesson, null=True, on_delete=models.SET_NULL, related_name="+")
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, default=0)
    told_of_feedback = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering: ClassVar = ["enrolled_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "user"], condition=Q(user__isnull=False), name="enrolment_person_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["course", "state"], name="enrolment_of_course")]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    class How(models.TextChoices):
        LIST = "list", _("By list")
        CODE = "code", _("By code, on site or online")

    session = models.ForeignKey(CourseSession, on_delete=models.CASCADE, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    how = models.CharField(max_length=4, choices=How.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once")
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.session_id}/{self.enrolment_id}"


class LessonDone(models.Model):
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons_done")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lesson", "enrolment"], name="lesson_done_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id}/{self.enrolment_id}"


class Feedback(models.Model):
    """Without a name: nothing here leads to the person (that somebody has answered stands on the enrolment)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="feedback")
    score = models.PositiveSmallIntegerField(_("marks"))
    words = models.TextField(_("what was good, what should be better"), max_length=2000, blank=True)
    on = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="feedback_marks")
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.score}"
