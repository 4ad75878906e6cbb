"""The bank: questions of the office and of each school, and the law that they cite."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.contests.kinds import KINDS, QuestionKind
from cms.core.models import SchoolImage
from cms.tenancy.models import School


class BankQuestion(models.Model):
    """``school``: none for the office's; ``shared`` ones of the office are read by every school, by reference.

    ``content`` is what its kind understands (``cms.contests.kinds``). ``facility`` and ``discrimination`` are measured
    by ``cms.contests.bank.statistics`` after use.
    """

    class KindCode(models.TextChoices):
        ONE = "one", _("One right answer")
        SEVERAL = "several", _("Several right answers")
        TRUE_FALSE = "true_false", _("True or false")
        ORDER = "order", _("Put into order")
        MATCH = "match", _("Match")
        SHORT = "short", _("Short answer")
        ESSAY = "essay", _("Essay, judged by a rubric")

    class Difficulty(models.IntegerChoices):
        EASY = 1, _("Easy")
        MEDIUM = 2, _("Medium")
        HARD = 3, _("Hard")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("of a question", "Draft")
        READY = "ready", pgettext_lazy("of a question", "Ready")
        RETIRED = "retired", pgettext_lazy("of a question", "No longer used")

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    shared = models.BooleanField(
        _("shared with the schools"), default=True, help_text=_("Schools may put it into their own contests.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KindCode.choices)
    text = models.TextField(_("question"), max_length=4000)
    content = models.JSONField(default=dict, editable=False)
    picture = models.ForeignKey(
        SchoolImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    film = models.CharField(
        _("film"),
        max_length=200,
        blank=True,
        validators=[URLValidator(["https"])],
        help_text=_("Address of a film, https://…"),
    )
    explanation = models.TextField(
        _("explanation"), max_length=4000, blank=True, help_text=_("Shown in practice, after the answer.")
    )
    law = models.TextField(
        _("law"), max_length=1000, blank=True,
        help_text=_("As one writes it: “khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP”. It is looked up in the library."),
    )  # fmt: skip
    field = models.ForeignKey(
        "legal.LegalField", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("field")
    )
    level = models.CharField(
        _("level"), max_length=4, choices=School.Level.choices, blank=True, help_text=_("Empty: for all.")
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, default=Difficulty.MEDIUM
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    #: The law that it cites is not what it was; out of draws until somebody has reviewed it.
    law_changed_at = models.DateTimeField(_("law changed"), null=True, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    used = models.PositiveIntegerField(_("times answered"), default=0, editable=False)
    facility = models.FloatField(_("share of points"), null=True, editable=False)
    discrimination = models.FloatField(_("discrimination"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering: ClassVar = ["-updated_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["school", "state", "difficulty"], name="question_of_school")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(difficulty__gte=1, difficulty__lte=3), name="question_difficulty")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def rule(self) -> QuestionKind:
        return KINDS[self.kind]


class QuestionLaw(models.Model):
    """A document, or a provision of it, that a question cites. ``known``: what the library said of it when somebody
    last looked (``cms.contests.bank.law``)."""

    question = models.ForeignKey(BankQuestion, on_delete=models.CASCADE, related_name="laws")
    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=300)
    known = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.words
