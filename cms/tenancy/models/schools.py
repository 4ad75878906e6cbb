import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.collation import sort_key
from cms.core.text import fold_diacritics
from cms.tenancy.models.authorities import DatedModel, GoverningAuthority


class School(models.Model):
    """One school: a tenant of the install. It references its site, tree and collection by foreign keys."""

    class Level(models.TextChoices):
        KINDERGARTEN = "MN", _("Kindergarten")
        PRIMARY = "TH", _("Primary school")
        LOWER_SECONDARY = "THCS", _("Lower secondary school")
        UPPER_SECONDARY = "THPT", _("Upper secondary school")
        COMBINED = "LC", _("Several levels")
        CONTINUING = "GDTX", _("Continuing education centre")

    class Ownership(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("ownership of a school", "Public")
        PRIVATE = "private", pgettext_lazy("ownership of a school", "Private")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(
        _("short name"), max_length=42, blank=True, help_text=_("For phones; at most 42 characters.")
    )
    level = models.CharField(_("level"), max_length=4, choices=Level.choices, db_index=True)
    ownership = models.CharField(_("ownership"), max_length=7, choices=Ownership.choices, default=Ownership.PUBLIC)
    address = models.CharField(_("address"), max_length=255, blank=True)
    commune = models.CharField(_("commune or ward"), max_length=100, blank=True, db_index=True)
    district = models.CharField(_("district"), max_length=100, blank=True)  # distinguishes schools with the same name
    source_name = models.CharField(max_length=255, editable=False, blank=True)  # as a list spells it, if different
    search_text = models.CharField(max_length=600, editable=False, blank=True)  # folded code, names, localities
    sort_name = models.CharField(max_length=300, editable=False, blank=True, db_index=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    site = models.OneToOneField(
        "wagtailcore.Site", on_delete=models.PROTECT, related_name="school", verbose_name=_("site")
    )
    home_page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="school_of_home", verbose_name=_("home page")
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="school", verbose_name=_("collection")
    )
    authorities = models.ManyToManyField(
        GoverningAuthority, through="SchoolAuthority", related_name="schools", verbose_name=_("governing authorities")
    )

    DERIVED = ("search_text", "sort_name")

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["sort_name", "code"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *self.DERIVED}
        super().save(*args, **kwargs)

    def derive(self) -> bool:
        """Sets the fields for searching and sorting lists; returns whether any was out of date. Bulk writers call it
        themselves."""
        words = (self.code, self.name, self.short_name, self.commune, self.district, self.address, self.source_name)
        before = (self.search_text, self.sort_name)
        self.search_text, self.sort_name = fold_diacritics(" ".join(words))[:600], sort_key(self.name)
        return before != (self.search_text, self.sort_name)

    def authority_on(self, day: datetime.date) -> GoverningAuthority | None:
        link = self.authority_links.as_of(day).select_related("authority").order_by("-valid_from").first()
        return link.authority if link else None


class SchoolAuthority(DatedModel):
    """Which authority governs a school, from when to when."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="authority_links")
    authority = models.ForeignKey(GoverningAuthority, on_delete=models.PROTECT, related_name="school_links")

    class Meta:
        verbose_name = _("school's authority")
        verbose_name_plural = _("schools' authorities")
        ordering = ["school", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(valid_to=None), name="school_has_one_open_authority"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="school_authority_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.school}: {self.authority}"
