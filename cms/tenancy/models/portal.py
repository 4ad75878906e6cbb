from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficePortal(models.Model):
    """The education office of this install: its portal's site, tree and shared collection (one row)."""

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=42)
    site = models.OneToOneField("wagtailcore.Site", on_delete=models.PROTECT, related_name="office_portal")
    home_page = models.OneToOneField("wagtailcore.Page", on_delete=models.PROTECT, related_name="office_portal_of_home")
    collection = models.OneToOneField("wagtailcore.Collection", on_delete=models.PROTECT, related_name="office_portal")

    class Meta:
        verbose_name = _("office portal")
        verbose_name_plural = _("office portals")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_office_portal"),
        ]

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    def __str__(self):
        return self.name
