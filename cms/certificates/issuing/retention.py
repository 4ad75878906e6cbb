"""After the term nothing is known of the person; number, date and what it was for stay, so that the paper holds."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from cms.certificates.issuing import files
from cms.certificates.models import Certificate, PrintFile
from cms.core.instance_hooks import allow_all_rows


def find_expired(day: datetime.date | None = None) -> QuerySet[Certificate]:
    return Certificate.objects.filter(keep_until__lt=day or timezone.localdate(), forgotten_at=None)


def anonymize_expired(day: datetime.date | None = None) -> str:
    """For the worker. Files to print hold names too."""
    with allow_all_rows("the term of every school's certificates"):
        batches = set(find_expired(day).values_list("batch", flat=True))
        count = find_expired(day).update(person="", unit="", words="", user=None, forgotten_at=timezone.now())
        for row in PrintFile.objects.filter(batch__in=batches):
            if row.file:
                row.file.delete(save=False)
            row.delete()
        return f"{count} certificates, {files.delete_old_print_files()} files"
