"""Boards: one for each theme."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Board(models.Model):
    """``school``: whose people talk there (none: those of all schools and the office)."""

    school = models.ForeignKey(
        "tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(_("what it is for"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    closed = models.BooleanField(_("closed"), default=False, help_text=_("It is read, and nobody writes any more."))

    class Meta:
        verbose_name = _("board of the forum")
        verbose_name_plural = _("boards of the forum")
        ordering = ["order", "title", "pk"]

    def __str__(self):
        return self.title
