from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.tenancy.models.authorities import DatedModel, GoverningAuthority


class PortalLink(DatedModel):
    """A row of the locked link block in every footer: city and national portals, dated, per authority."""

    label = models.CharField(_("label"), max_length=120)
    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    url = models.URLField(_("address"))
    authority = models.ForeignKey(
        GoverningAuthority,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="portal_links",
        verbose_name=_("authority"),
        help_text=_("Only for the schools of this authority; empty: for all."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("link of the footer block")
        verbose_name_plural = _("links of the footer block")
        ordering = ["order", "label"]

    def __str__(self):
        return self.label
