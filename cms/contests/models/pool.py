"""The pool of a round: which questions may be drawn, frozen when the round is made ready."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.contests.models.contests import Round
from cms.contests.models.questions import BankQuestion


class RoundQuestion(models.Model):
    """``frozen``: the question as it was when the pool was closed; empty before. What becomes of the bank's question
    afterwards changes no attempt. ``number`` is its place in the pool, which the draw goes by."""

    class Cancelled(models.TextChoices):
        FULL = "full", _("Everybody who had it gets its points")
        NONE = "none", _("Nobody gets points for it")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(BankQuestion, null=True, on_delete=models.SET_NULL, related_name="pools")
    number = models.PositiveIntegerField()
    points = models.PositiveSmallIntegerField(_("points"), default=1)
    difficulty = models.PositiveSmallIntegerField(default=2)
    kind = models.CharField(max_length=10, blank=True)
    frozen = models.JSONField(default=dict)
    cancelled = models.CharField(max_length=4, choices=Cancelled.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="pool_number_once"),
            models.UniqueConstraint(fields=["round", "question"], name="pool_question_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)
