"""Answers: each version as it was written, what became of the law that a published one cites, how useful it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.advice.models.questions import Question


class Draft(models.Model):
    """One version of the answer. Saving makes the next number, so that nothing is written over."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField()
    title = models.CharField(_("question as it is published"), max_length=255)
    answer = models.TextField(_("answer"))  # HTML of a few elements
    cited = models.JSONField(default=list)  # numbers of documents of the library, in order
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of an answer")
        verbose_name_plural = _("drafts of answers")
        ordering = ["question", "-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="draft_number_once")]

    def __str__(self):
        return f"{self.question_id}: {self.number}"


class Review(models.Model):
    """Law that a published answer cites has changed: somebody looks whether the answer still holds. Open ones are said
    on the answer's page."""

    school = models.ForeignKey("tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("legal.QuestionPage", on_delete=models.CASCADE, related_name="reviews")
    document = models.ForeignKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("review of an answer")
        verbose_name_plural = _("reviews of answers")
        ordering = ["done_at", "-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "document"], condition=models.Q(done_at=None), name="review_open_once"
            )
        ]

    def __str__(self):
        return f"{self.page_id}: {self.document_id}"


class AnswerReport(models.Model):
    """A reader says that something is wrong with a published answer. Of the reader nothing is kept."""

    class Kind(models.TextChoices):
        NAMES = "names", _("It names somebody, or tells who it is about")
        LAW = "law", _("The law in it is wrong or old")
        HURTS = "hurts", _("It hurts or insults somebody")
        OTHER = "other", _("Something else")

    school = models.ForeignKey("tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("legal.QuestionPage", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what is wrong"), max_length=5, choices=Kind.choices)
    text = models.CharField(_("in your words"), max_length=500, blank=True)
    at = models.DateTimeField()
    form_hash = models.CharField(max_length=64, unique=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("report of an answer")
        verbose_name_plural = _("reports of answers")
        ordering = ["done_at", "at", "pk"]
        indexes = [models.Index(fields=["school", "done_at"], name="answer_report_open")]

    def __str__(self):
        return self.get_kind_display()


class Usefulness(models.Model):
    """How many readers found an answer useful, and how many did not. Nobody is remembered."""

    page = models.OneToOneField("legal.QuestionPage", on_delete=models.CASCADE, related_name="usefulness")
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("usefulness of an answer")
        verbose_name_plural = _("usefulness of answers")

    def __str__(self):
        return f"{self.page_id}: {self.yes}/{self.no}"
