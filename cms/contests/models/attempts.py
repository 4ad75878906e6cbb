"""What contestants did. Rows of answers are made when an attempt begins, so that an answer changes one row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.contests.models.contests import Round
from cms.contests.models.entrants import Entrant
from cms.contests.models.pool import RoundQuestion
from cms.tenancy.models import School


class Attempt(models.Model):
    """``school`` and ``represents`` are the entrant's. ``seed`` and the frozen pool give the questions again.

    ``device`` counts the devices that it was opened on; the newest one answers. ``counts``: it is its entrant's best
    one in the round. ``accepts_until``: its end with the round's grace. ``off_by``: how far the prediction was off.
    ``waits``: a jury has essays to judge.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="attempts")
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="attempts")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    represents = models.ForeignKey(School, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    seed = models.CharField(max_length=32)
    device = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(_("started"))
    ends_at = models.DateTimeField()
    accepts_until = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    prediction = models.PositiveIntegerField(null=True, blank=True)
    off_by = models.PositiveIntegerField(null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2, default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    waits = models.BooleanField(default=False)
    counts = models.BooleanField(default=False)
    disqualified = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("attempt")
        ordering: ClassVar = ["-score", "milliseconds", "off_by", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "entrant", "number"], name="attempt_number_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["round", "-score", "milliseconds", "off_by", "id"],
                condition=Q(counts=True, disqualified=False), name="attempt_ranking",
            ),
            models.Index(fields=["accepts_until"], condition=Q(finished_at=None), name="attempt_open"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"


class Answer(models.Model):
    """``place`` in the attempt. ``seq`` orders what a browser sent: the number of the device times ``DEVICE`` and the
    browser's own count; 0: nothing yet. ``judged``: points that a jury gave, in hundredths."""

    DEVICE: ClassVar[int] = 1_000_000

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()
    pool = models.ForeignKey(RoundQuestion, on_delete=models.RESTRICT, related_name="answers")
    seq = models.PositiveIntegerField(default=0)
    given = models.JSONField(null=True, default=None)
    received_at = models.DateTimeField(null=True, blank=True)
    judged = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["attempt", "place"], name="answer_place_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.place}"


class AttemptMark(models.Model):
    """Something that the jury should see. It punishes nobody by itself."""

    class Kind(models.TextChoices):
        LATE = "late", _("An answer that came after the end")
        PARALLEL = "parallel", _("Answers from an older device after a newer one was opened")
        RESUMED = "resumed", _("Opened on another device")
        TWICE = "twice", _("Somebody of the same name and class has taken part already")
        FAST = "fast", _("Right faster than one can read")
        ALIKE = "alike", _("The same wrong answers as another attempt of the class")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.attempt_id}"
