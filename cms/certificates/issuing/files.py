"""Files to print: asked for by a person, made by the worker, gone after some days."""

from __future__ import annotations

import datetime
import secrets
import time
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cms.certificates.issuing import sheets
from cms.certificates.models import Certificate, CertificateBatch, PrintFile
from cms.core.instance_hooks import allow_all_rows

PROGRESS_INTERVAL = 1.0  # seconds between two words about the progress
STALLED_AFTER = datetime.timedelta(minutes=30)
PrintFileState = PrintFile.State


def printable_certificates(batch: CertificateBatch, school_id: int | None):
    """Those that this school (or the office) may print: they hold, and the names are still there."""
    rows = Certificate.objects.filter(batch=batch, school=school_id, revoked_at=None, forgotten_at=None)
    return rows.order_by("serial")


@transaction.atomic
def request_print_file(batch: CertificateBatch, school_id: int | None, by: Any) -> PrintFile:
    """One at a time for each batch and place: who asks again while it is being made gets the same."""
    CertificateBatch.objects.select_for_update().get(pk=batch.pk)
    rows = PrintFile.objects.filter(
        batch=batch,
        school=school_id,
        state__in=(PrintFileState.WAITING, PrintFileState.RUNNING),
        asked_at__gt=timezone.now() - STALLED_AFTER,
    )
    if there := rows.first():
        return there
    total = printable_certificates(batch, school_id).count()
    row = PrintFile.objects.create(batch=batch, school_id=school_id, asked_by=by, total=total)
    make_print_file.enqueue(row.pk)
    return row


@task(backend="jobs", queue_name="slow")
def make_print_file(pk: int) -> None:
    """Run twice, or again after the worker died, it makes the file anew."""
    with allow_all_rows("the certificates that somebody may print, for a file of the same place"):
        row = PrintFile.objects.select_related("batch").filter(pk=pk).exclude(state=PrintFileState.DONE).first()
        if row is None:
            return
        PrintFile.objects.filter(pk=pk).update(state=PrintFileState.RUNNING, done=0)
        try:
            data = sheets.render_batch(
                row.batch, printable_certificates(row.batch, row.school_id).iterator(500), _ProgressRecorder(pk)
            )
        except Exception:
            PrintFile.objects.filter(pk=pk).update(state=PrintFileState.FAILED)
            raise
        row.file.save(f"{secrets.token_hex(16)}.pdf", ContentFile(data), save=False)
        row.state, row.done = PrintFileState.DONE, row.total
        row.save(update_fields=["file", "state", "done"])


class _ProgressRecorder:
    def __init__(self, pk: int):
        self.pk, self.said = pk, time.monotonic()

    def __call__(self, number: int) -> None:
        if time.monotonic() - self.said >= PROGRESS_INTERVAL:
            self.said = time.monotonic()
            PrintFile.objects.filter(pk=self.pk).update(done=number)


def delete_old_print_files(now: datetime.datetime | None = None) -> int:
    """Files whose days are over, and what was never finished."""
    rows = PrintFile.objects.filter(asked_at__lte=(now or timezone.now()) - datetime.timedelta(days=PrintFile.DAYS))
    for row in (found := list(rows)):
        if row.file:
            row.file.delete(save=False)
        row.delete()
    return len(found)
