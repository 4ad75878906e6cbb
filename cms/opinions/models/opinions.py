"""What somebody says of a draft, and what the office makes of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.advice.models import Asker
from cms.opinions.models.rounds import Consultation, DraftArticle


class Taken(models.TextChoices):
    """What becomes of an opinion."""

    ACCEPTED = "accepted", pgettext_lazy("an opinion is", "Accepted")
    PARTLY = "partly", pgettext_lazy("an opinion is", "Accepted in part")
    EXPLAINED = "explained", pgettext_lazy("an opinion is", "Not accepted, explained")


class Opinion(models.Model):
    """On one article, or on the whole draft. ``school``: in whose name it was said; ``by`` by which of its people.

    ``words_key``: the same for texts that say the same; ``form_hash``: of the form, so that one that is sent twice
    makes one opinion.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="opinions")
    article = models.ForeignKey(
        DraftArticle, null=True, blank=True, on_delete=models.CASCADE, related_name="opinions",
        verbose_name=_("article"),
    )  # fmt: skip
    text = models.TextField(_("opinion"), max_length=4000)
    asker = models.CharField(_("who says it"), max_length=8, choices=Asker.choices)
    name = models.CharField(_("name"), max_length=160, blank=True)
    school = models.ForeignKey("tenancy.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    form_hash = models.CharField(max_length=64, unique=True)
    words_key = models.CharField(max_length=40, db_index=True)
    marks = models.JSONField(default=list, blank=True)  # what speaks for spam (``cms.advice.intake.spam_signals``)
    hidden_reason = models.CharField(_("left out because"), max_length=300, blank=True)
    taken = models.CharField(_("what becomes of it"), max_length=9, choices=Taken.choices, blank=True)
    response = models.TextField(_("response"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("opinion on a draft")
        verbose_name_plural = _("opinions on drafts")
        ordering = ["consultation", "article__order", "at", "pk"]
        indexes = [models.Index(fields=["consultation", "article", "at"], name="opinion_of_article")]

    def __str__(self):
        return self.text[:60]
