"""What this app does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Job, register_job


def anonymize_certificates() -> str:
    from cms.certificates.issuing import retention  # models are not there yet when jobs are declared

    return retention.anonymize_expired()


register_job(
    Job(
        "forget_certificates",
        _("Delete names of certificates whose term is over"),
        anonymize_certificates,
        Daily("03:45"),
    )
)
