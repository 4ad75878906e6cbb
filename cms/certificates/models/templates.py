"""What an organiser's certificates look like."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import SchoolImage
from cms.tenancy.models import School


class CertificateTemplate(models.Model):
    """``school``: the organiser, none for the office. Certificates keep what it said when they were issued.

    ``series`` ends each number, as “GCN-THCSHH” in “015/2026/GCN-THCSHH”; numbers begin anew with each year.
    """

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("By which you choose it."))
    above = models.CharField(_("superior body"), max_length=120, blank=True, help_text=_("As “UBND XÃ …”."))
    organiser = models.CharField(_("issuing body"), max_length=120, help_text=_("As it stands in the head."))
    heading = models.CharField(_("heading"), max_length=60, default="GIẤY CHỨNG NHẬN")
    given_to = models.CharField(_("words before the name"), max_length=60, default="Cấp cho")
    place = models.CharField(_("place"), max_length=80, help_text=_("Stands before the date, as “Hà Nội”."))
    signer_title = models.CharField(_("title of the signer"), max_length=80, help_text=_("As “HIỆU TRƯỞNG”."))
    signer_name = models.CharField(_("name of the signer"), max_length=80)
    crest = models.ForeignKey(
        SchoolImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("crest")
    )
    signature = models.ForeignKey(
        SchoolImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("picture of the signature"),
        help_text=_("Leave it empty where certificates are signed by hand. Do not put it on any page."),
    )  # fmt: skip
    series = models.CharField(
        _("ending of the numbers"), max_length=30, default="GCN",
        validators=[RegexValidator(r"^[A-ZĐÂÊÔƠƯĂ\d][A-ZĐÂÊÔƠƯĂ\d.\-]*$", _("Capital letters, digits, “-” and “.”."))],
    )  # fmt: skip

    class Meta:
        verbose_name = _("template of certificates")
        verbose_name_plural = _("templates of certificates")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "series"], name="certificate_series_once",
                violation_error_message=_("Another template ends its numbers like this."),
            ),
            models.UniqueConstraint(
                fields=["series"], condition=Q(school=None), name="certificate_series_once_office",
                violation_error_message=_("Another template ends its numbers like this."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
