"""Certificates, batches and templates of the own places."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from cms.certificates.models import Certificate, CertificateBatch, CertificateTemplate
from cms.tenancy import rights
from cms.tenancy.staff.workplaces import filter_by_owners, workplace_owners, works_at


def batches_for(user) -> QuerySet[CertificateBatch]:
    """Issued by an own place, or with certificates for people of one."""
    own = workplace_owners(user, "certificates.view_certificate")
    rows = Certificate.objects.filter(filter_by_owners(own))
    return CertificateBatch.objects.filter(filter_by_owners(own) | Q(pk__in=rows.values("batch")))


def batch_for(request: HttpRequest, pk: int) -> CertificateBatch:
    row = batches_for(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def certificates_for(user) -> QuerySet[Certificate]:
    """Of people of the own places, and issued by one. Names of the former alone (``person_of``)."""
    own = workplace_owners(user, "certificates.view_certificate")
    return Certificate.objects.filter(filter_by_owners(own) | filter_by_owners(own, "batch__school"))


def certificate_for(request: HttpRequest, pk: int, action: str = "view") -> Certificate:
    row = certificates_for(request.user).filter(pk=pk).select_related("batch").first()
    if row is None:
        raise Http404
    may = [
        owner for owner in {row.school_id, row.batch.school_id}
        if works_at(request.user, owner) and rights.has_right(request.user, f"certificates.{action}_certificate", owner)
    ]  # fmt: skip
    if not may:
        raise PermissionDenied
    return row


def template_for(request: HttpRequest, pk: int, action: str) -> CertificateTemplate:
    row = CertificateTemplate.objects.filter(pk=pk).first()
    if row is None or not works_at(request.user, row.school_id):
        raise Http404
    if not rights.has_right(request.user, f"certificates.{action}_certificatetemplate", row.school_id):
        raise PermissionDenied
    return row
