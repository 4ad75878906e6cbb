"""Certificates, what was issued together, and files to print."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.certificates.models.templates import CertificateTemplate
from cms.tenancy.models import School


class CertificateBatch(models.Model):
    """Issued together by ``school`` (none: the office). It names no person.

    ``source``: what they are for, "contest:7", "course:3". ``frozen``: the template as it was, with the numbers of its
    pictures.
    """

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    template = models.ForeignKey(
        CertificateTemplate, on_delete=models.PROTECT, related_name="batches", verbose_name=_("template")
    )
    source = models.CharField(max_length=40, db_index=True)
    title = models.CharField(_("what for"), max_length=200)
    frozen = models.JSONField(default=dict)
    issued_on = models.DateField(_("date of issue"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("certificates issued together")
        verbose_name_plural = _("certificates issued together")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Certificate(models.Model):
    """``school``: whose wall the person stands behind, which need not be who issued it. ``words``: what is certified.

    ``subject``: of the source, whom it is for ("entrant:12"): nobody gets two that hold. ``code`` leads to the public
    page. After ``retention_date`` name, unit and words are deleted; number and date stay, for the page.
    """

    batch = models.ForeignKey(CertificateBatch, on_delete=models.CASCADE, related_name="certificates")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=60)
    code = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.CharField(_("name"), max_length=120, blank=True)
    unit = models.CharField(_("class or unit"), max_length=200, blank=True)
    words = models.CharField(_("what is certified"), max_length=600, blank=True)
    for_child = models.BooleanField(default=True)
    keep_until = models.DateField(null=True, blank=True)
    forgotten_at = models.DateTimeField(_("personal data deleted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_because = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["-year", "-serial", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "year", "serial"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["source", "subject"], condition=Q(revoked_at=None), name="certificate_person_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "school"], name="certificate_of_school"),
            models.Index(fields=["keep_until"], condition=Q(forgotten_at=None), name="certificate_term"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificate", args=[self.code])

    @property
    def state(self):
        if self.revoked_at:
            return pgettext_lazy("of a certificate", "Revoked")
        return pgettext_lazy("of a certificate", "Data deleted") if self.forgotten_at else pgettext_lazy(
            "of a certificate", "Valid"
        )  # fmt: skip


class PrintFile(models.Model):
    """All certificates of a batch that one school (or the office) prints, in one PDF. It is made by the worker and goes
    after ``DAYS``."""

    DAYS: ClassVar[int] = 7

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("of a file to print", "Waits")
        RUNNING = "running", pgettext_lazy("of a file to print", "Is being made")
        DONE = "done", pgettext_lazy("of a file to print", "Ready")
        FAILED = "failed", pgettext_lazy("of a file to print", "Failed")

    batch = models.ForeignKey(CertificateBatch, on_delete=models.CASCADE, related_name="files")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="certificates/", blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
