"""Amendments that the codification states, stored whether or not the library has the documents yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.legal.models.relations import RelationKind


class AmendmentEdge(models.Model):
    """``provisions`` of the target were changed by ``source_provisions`` of the source. It becomes a relation where the
    library has the source, an event where it has the target alone (``cms.legal.amendments.apply``)."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("amendment", "neither document is held")
        AMBIGUOUS = "ambiguous", pgettext_lazy("amendment", "several documents fit")
        EVENT = "event", pgettext_lazy("amendment", "event of the document that was changed")
        DECLINED = "declined", pgettext_lazy("amendment", "taken away by a librarian")
        RELATION = "relation", pgettext_lazy("amendment", "relation of the document that changes it")

    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind.choices)
    source_type = models.CharField(max_length=100, blank=True)
    source_number = models.CharField(max_length=120)
    source_key = models.CharField(max_length=120, db_index=True)
    source_provisions = models.CharField(max_length=255, blank=True)
    target_type = models.CharField(max_length=100, blank=True)
    target_number = models.CharField(max_length=120)
    target_key = models.CharField(max_length=120, db_index=True)
    provisions = models.JSONField(default=list)
    day = models.DateField(null=True)
    digest = models.CharField(max_length=64, unique=True)  # of all but the provisions
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)

    class Meta:
        verbose_name = _("amendment of the codification")
        verbose_name_plural = _("amendments of the codification")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.source_number} → {self.target_number}"
