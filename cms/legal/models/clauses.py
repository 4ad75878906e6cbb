"""Modification clauses (Akoma Ntoso: active modifications) as parsed from documents, and the decisions on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.legal.modifications import records, uncertainties

#: ``LegalRelation.origin`` of relations made from clauses.
ORIGIN = "clause"


class ClauseReading(models.Model):
    """Records that a document's text was parsed for modification clauses; ``digest`` is that of the parsed text."""

    document = models.OneToOneField("legal.LegalDocument", on_delete=models.CASCADE, related_name="clause_reading")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True  # derived: a parsed text does not count as usage

    class Meta:
        verbose_name = _("reading of clauses")
        verbose_name_plural = _("readings of clauses")

    def __str__(self):
        return f"{self.document} {self.at:%Y-%m-%d}"


class ClauseProposal(models.Model):
    """A sentence of ``acting`` that modifies ``target``. ``cms.legal.modifications.store`` writes it,
    ``cms.legal.modifications.review`` decides it; accepted it has a ``relation``, which affects the target's status."""

    class Kind(models.TextChoices):
        ENDS = records.ENDS, pgettext_lazy("clause", "ends")
        ENDS_PART = records.ENDS_PART, pgettext_lazy("clause", "ends a part of")
        REPLACES = records.REPLACES, pgettext_lazy("clause", "replaces")
        AMENDS = records.AMENDS, pgettext_lazy("clause", "amends")
        REPLACES_WORDS = records.REPLACES_WORDS, pgettext_lazy("clause", "replaces words in")
        SUSPENDS = records.SUSPENDS, pgettext_lazy("clause", "suspends")
        EXTENDS = records.EXTENDS, pgettext_lazy("clause", "extends the term of")

    class DaySource(models.TextChoices):
        STATED = records.DAY_STATED, _("said by the clause")
        OWN = records.DAY_OWN, _("the first day in force of the document that says it")
        UNKNOWN = records.DAY_UNKNOWN, _("not known")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("clause", "to be decided")
        #: The library had the relation already, from another source.
        KNOWN = "known", pgettext_lazy("clause", "known already")
        BY_RULE = "by_rule", pgettext_lazy("clause", "taken by the rule")
        BY_PERSON = "by_person", pgettext_lazy("clause", "taken by a person")
        DECLINED = "declined", pgettext_lazy("clause", "declined")
        #: Was open when the text changed, and is no longer parsed from it.
        GONE = "gone", pgettext_lazy("clause", "no longer in the text")

    TAKEN = (State.BY_RULE, State.BY_PERSON)
    DECIDED = (*TAKEN, State.DECLINED)

    acting = models.ForeignKey(
        "legal.LegalDocument", on_delete=models.CASCADE, related_name="clauses", verbose_name=_("document that says it")
    )
    kind = models.CharField(_("what it does"), max_length=20, choices=Kind.choices)
    #: Fragment on the page of the acting document ("dieu-43-khoan-2"), and its words ("khoản 2 Điều 43").
    anchor = models.CharField(max_length=120, blank=True)
    place = models.CharField(_("where it says so"), max_length=255, blank=True)
    sentence = models.TextField(_("sentence"))
    #: ``records.Target`` without its provisions: what is looked up in the library.
    words = models.JSONField(default=dict)
    target_text = models.CharField(_("document as it is named"), max_length=255)
    key = models.CharField(max_length=200, db_index=True)
    target = models.ForeignKey(
        "legal.LegalDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="clauses_in",
        verbose_name=_("document acted upon"),
    )
    provisions = models.TextField(_("provisions concerned"), blank=True)
    anchors = models.JSONField(default=list)
    day = models.DateField(_("day"), null=True, blank=True)
    day_source = models.CharField(_("how the day is known"), max_length=10, choices=DaySource.choices)
    exceptions = models.JSONField(_("exceptions"), default=list)
    doubts = models.JSONField(_("doubts"), default=list)
    sure = models.BooleanField(_("without a doubt"), default=False)
    state = models.CharField(
        pgettext_lazy("clause", "state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    #: A person revoked the relation: the rule no longer accepts this one.
    taken_back = models.BooleanField(_("taken back"), default=False, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    relation = models.ForeignKey(
        "legal.LegalRelation", null=True, blank=True, on_delete=models.SET_NULL, related_name="clauses", editable=False
    )
    read_at = models.DateTimeField(_("read on"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("clause about another document")
        verbose_name_plural = _("clauses about other documents")
        ordering = ["-acting", "pk"]
        indexes = [
            models.Index(fields=["target", "state", "kind"], name="clause_of_target"),
            models.Index(fields=["state", "sure"], name="clause_waiting"),
        ]

    def __str__(self):
        return f"{self.acting.number_raw} {self.get_kind_display()} {self.target_text}"

    @property
    def exceptions_text(self) -> str:
        return "; ".join(self.exceptions)

    @property
    def doubts_in_words(self) -> list[str | Promise]:
        return [uncertainties.UNCERTAINTY_LABELS.get(word, word) for word in self.doubts]


class ClauseRule(models.Model):
    """The office's rule: clauses without uncertainty are accepted automatically. One row; off where there is none."""

    on = models.BooleanField(_("take sure clauses without asking"), default=False)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    switched_at = models.DateTimeField(_("switched on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rule for clauses")
        verbose_name_plural = _("rules for clauses")

    def __str__(self):
        return str(self._meta.verbose_name)
