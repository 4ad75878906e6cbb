"""What somebody asked, where it stands, and every step that was taken with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Asker(models.TextChoices):
    PARENT = "parent", pgettext_lazy("who asks", "Parent")
    PUPIL = "pupil", _("Pupil")
    TEACHER = "teacher", _("Teacher or staff")
    CITIZEN = "citizen", _("Citizen")


class Question(models.Model):
    """One question. ``school`` owns it (none: the office); ``at_office``: whose desk it lies on now.

    ``site`` is where it was asked and is followed. The code that follows it is kept as a hash alone; what the asker
    left to be reached (``contact``) is encrypted (``cms.advice.intake.contact_details``). ``version`` rises with every
    step, so that two people who act at once are told.
    """

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("state of a question", "New")
        ASSIGNED = "assigned", pgettext_lazy("state of a question", "Being answered")
        WAITING = "waiting", pgettext_lazy("state of a question", "Waits for who asked")
        APPROVAL = "approval", pgettext_lazy("state of a question", "Waits for approval")
        ANSWERED = "answered", pgettext_lazy("state of a question", "Answered")
        REFUSED = "refused", pgettext_lazy("state of a question", "Not answered")
        MERGED = "merged", pgettext_lazy("state of a question", "Merged with another")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a question", "Withdrawn by who asked")

    class Outcome(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("answer", "Published")
        UNNAMED = "unnamed", pgettext_lazy("answer", "Published, without saying who answered")
        PRIVATE = "private", pgettext_lazy("answer", "Private reply")

    OPEN = (State.NEW, State.ASSIGNED, State.WAITING, State.APPROVAL)

    school = models.ForeignKey(
        "tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="questions",
        verbose_name=_("school"),
    )  # fmt: skip
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.PROTECT, related_name="+")
    at_office = models.BooleanField(_("at the office"), default=False)
    text = models.TextField(_("question"), max_length=4000, blank=True)
    field = models.ForeignKey(
        "legal.LegalField", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("field of law"),
    )  # fmt: skip
    asker = models.CharField(_("who asks"), max_length=8, choices=Asker.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    contact = models.TextField(blank=True, editable=False)
    language = models.CharField(max_length=8, default="vi")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    marks = models.JSONField(default=list, blank=True)  # what speaks for spam, by ``cms.advice.intake.spam_signals``
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(_("asked on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    warned = models.CharField(max_length=5, blank=True, default="")  # "soon", "late": what people were told
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("assigned to"),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="same_as_this"
    )
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    page = models.ForeignKey(
        "legal.QuestionPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    reply = models.TextField(blank=True)  # HTML of the private reply
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    letter = models.CharField(max_length=10, blank=True)  # that waits to be mailed to who asked (``letters``)
    letter_tries = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question that was asked")
        verbose_name_plural = _("questions that were asked")
        ordering = ["-asked_at", "-pk"]
        permissions = [("approve_question", "Approve and publish answers")]
        indexes = [
            models.Index(fields=["school", "state", "due_on"], name="question_queue_school"),
            models.Index(fields=["at_office", "state", "due_on"], name="question_queue_office"),
            models.Index(fields=["assigned_to", "state"], name="question_assigned"),
            models.Index(fields=["letter"], name="question_letter", condition=~models.Q(letter="")),
            models.Index(fields=["closed_at"], name="question_to_erase", condition=models.Q(erased_at=None)),
        ]

    def __str__(self):
        return self.subject

    @property
    def subject(self) -> str:
        """Its first words, for lists."""
        if self.erased_at:
            return str(_("Question no. %(number)s (erased)") % {"number": self.pk})
        first = " ".join(self.text.split())
        return first if len(first) <= 90 else first[:89].rsplit(" ", 1)[0] + "…"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def desk(self) -> int | None:
        """Whose people handle it now: a school's id, ``None`` for the office."""
        return None if self.at_office else self.school_id


class QuestionEvent(models.Model):
    """One step with a question: who, when, what, why. Never changed or deleted by itself; ``note`` is emptied when the
    question is erased. ``to_asker``: shown to who follows the question."""

    class Kind(models.TextChoices):
        ASKED = "asked", pgettext_lazy("step with a question", "Asked")
        TRIAGED = "triaged", pgettext_lazy("step with a question", "Sorted")
        ASSIGNED = "assigned", pgettext_lazy("step with a question", "Assigned")
        BACK = "back", pgettext_lazy("step with a question", "Given back")
        TO_OFFICE = "to_office", pgettext_lazy("step with a question", "Forwarded to the office")
        TO_SCHOOL = "to_school", pgettext_lazy("step with a question", "Forwarded to the school")
        ASKED_BACK = "asked_back", pgettext_lazy("step with a question", "More was asked of who asked")
        ADDED = "added", pgettext_lazy("step with a question", "Who asked wrote more")
        RESUMED = "resumed", pgettext_lazy("step with a question", "The clock runs again")
        MERGED = "merged", pgettext_lazy("step with a question", "Merged with another")
        SPLIT = "split", pgettext_lazy("step with a question", "Taken apart")
        DRAFTED = "drafted", pgettext_lazy("step with a question", "Answer drafted")
        SENT_IN = "sent_in", pgettext_lazy("step with a question", "Answer sent for approval")
        RETURNED = "returned", pgettext_lazy("step with a question", "Answer returned")
        ANSWERED = "answered", pgettext_lazy("step with a question", "Answered")
        REFUSED = "refused", pgettext_lazy("step with a question", "Not answered, with a reason")
        WITHDRAWN = "withdrawn", pgettext_lazy("step with a question", "Withdrawn by who asked")
        ERASED = "erased", pgettext_lazy("step with a question", "Erased after its term")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)
    to_asker = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y %H:%M}"

    @property
    def note_words(self) -> str:
        """``note`` for people: how an answer went out, which version was drafted."""
        if self.kind == self.Kind.ANSWERED and self.note in Question.Outcome.values:
            return str(Question.Outcome(self.note).label)
        if self.kind == self.Kind.DRAFTED and self.note:
            return gettext("version %(number)s") % {"number": self.note}
        return self.note

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValueError("a step that was taken is not changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValueError("a step that was taken is not deleted")
