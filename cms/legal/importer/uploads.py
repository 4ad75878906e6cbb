"""Files that the office uploads: tried first, imported once confirmed; large ones by the worker, going on after a
stop."""

from __future__ import annotations

import datetime
import logging
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django_tasks import task

from cms.core.models import User
from cms.core.text import collapse_whitespace
from cms.legal.importer.documents.sources import kind_of_name
from cms.legal.importer.proposals import propose_files
from cms.legal.importer.records import ImportFileError, ImportProblem
from cms.legal.importer.report import ImportReport
from cms.legal.importer.run import ImportBusy, import_archive, import_files
from cms.legal.importer.tables.readers import READERS, kind_of
from cms.legal.models import ImportUpload
from cms.tenancy import rights

log = logging.getLogger(__name__)
State = ImportUpload.State
#: Tables up to this size are worked off while the person waits.
AT_ONCE = 256 * 1024
UNPACKED_AT_ONCE = 8 * 1024 * 1024
#: Nothing heard of for so long: its worker is gone.
SILENT = datetime.timedelta(minutes=15)
_BEAT = 2  # seconds between two notes of how far it is


def begin_upload(file: UploadedFile, user: User) -> ImportUpload:
    """Keep the file and try it."""
    upload = ImportUpload.objects.create(
        name=collapse_whitespace(PurePosixPath(str(file.name)).name)[-255:], file=file, created_by=user
    )
    _run_import(upload)
    return upload


def start_import(upload: ImportUpload, user: User) -> bool:
    """Import what was tried; False where somebody else was quicker. Whoever confirms it answers for it from now on."""
    started = ImportUpload.objects.filter(pk=upload.pk, state=State.CHECKED).update(
        state=State.IMPORTING, position=0, updated_at=timezone.now(), created_by=user
    )
    if started:
        _run_import(upload)
    return bool(started)


def continue_import(upload: ImportUpload) -> bool:
    """Take up again what has stopped; False while it runs."""
    rows = ImportUpload.objects.filter(pk=upload.pk, state__in=[State.CHECKING, State.IMPORTING])
    stopped = rows.filter(updated_at__lt=timezone.now() - SILENT).update(updated_at=timezone.now())
    if stopped:
        run_import_later.enqueue(upload.pk)
    return bool(stopped)


def continue_all_imports() -> str:
    """For the worker's list of jobs: what a lost worker has left."""
    rows = ImportUpload.objects.filter(state__in=[State.CHECKING, State.IMPORTING])
    return f"{sum(continue_import(upload) for upload in rows)} imports taken up again"


def _run_import(upload: ImportUpload) -> None:
    if _is_small(upload):
        run_import(upload.pk)
    else:
        run_import_later.enqueue(upload.pk)


def _is_small(upload: ImportUpload) -> bool:
    """By what it unpacks to: a workbook of 250 KB can hold 250 MB."""
    path = Path(upload.name)
    if upload.file.size > AT_ONCE or path.suffix.lower() not in READERS:
        return False
    if path.suffix.lower() != ".xlsx":
        return True
    try:
        with upload.file.open("rb") as file, zipfile.ZipFile(file) as archive:
            return sum(info.file_size for info in archive.infolist()) <= UNPACKED_AT_ONCE
    except (zipfile.BadZipFile, OSError, ValueError):
        return True  # is refused at once


@task(backend="jobs", queue_name="slow")
def run_import_later(pk: int) -> None:
    run_import(pk)


def run_import(pk: int) -> None:
    """The next step of an upload: its trial, or its import."""
    upload = ImportUpload.objects.filter(pk=pk, state__in=[State.CHECKING, State.IMPORTING]).first()
    if upload is None:
        return
    if not _has_right(upload):
        return _finish(upload, State.FAILED, problem=ImportProblem("withdrawn"))
    trial = upload.state == State.CHECKING
    try:
        with _copy(upload) as path:
            report = _import(path, upload, dry_run=trial)
    except ImportBusy:
        return  # another worker is at it
    except ImportFileError as error:
        _finish(upload, State.FAILED, problem=error.problem)
    except Exception as error:
        log.exception("import %s of %s failed", pk, upload.name)
        _finish(upload, State.FAILED, problem=ImportProblem("unexpected", (("message", type(error).__name__),)))
    else:
        _finish(upload, State.CHECKED if trial else State.DONE, report=report)


def _has_right(upload: ImportUpload) -> bool:
    """The worker may come to it hours after it was ordered."""
    user = upload.created_by
    return user is not None and user.is_active and rights.has_right(user, "legal.add_legaldocument", None)


def _finish(
    upload: ImportUpload, state: str, report: ImportReport | None = None, problem: ImportProblem | None = None
) -> None:
    values = {"state": state, "updated_at": timezone.now()}
    if report is not None:
        values["report"] = report.as_plain()
    if problem is not None:
        values["problem"] = {"code": problem.code, "values": dict(problem.values)}
    ImportUpload.objects.filter(pk=upload.pk).update(**values)
    if state in (State.DONE, State.FAILED):
        upload.file.delete(save=False)
        ImportUpload.objects.filter(pk=upload.pk).update(file="")


@contextmanager
def _copy(upload: ImportUpload) -> Iterator[Path]:
    """On this machine, under its own name: that tells the kind, and the same content the same import."""
    with TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / ("file" + "".join(Path(upload.name).suffixes[-2:]))
        with upload.file.open("rb") as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        yield path


def _import(path: Path, upload: ImportUpload, dry_run: bool) -> ImportReport:
    options: dict[str, Any] = {"dry_run": dry_run, "user": upload.created_by, "watch": _watch(upload)}
    if kind_of(path) == ".zip":
        return import_archive(path, **options)
    if kind_of_name(path.name):
        return propose_files([(path, upload.name)], **options)
    return import_files([path], **options)


def _watch(upload: ImportUpload) -> Callable:
    def watch(what: str, items: Iterable, total: int | None) -> Iterator:
        last = 0.0
        for number, item in enumerate(items):
            if (now := time.monotonic()) - last > _BEAT:
                last = now
                ImportUpload.objects.filter(pk=upload.pk).update(
                    position=number, total=total or 0, updated_at=timezone.now()
                )
            yield item

    return watch


def discard_upload(upload: ImportUpload) -> bool:
    gone = ImportUpload.objects.filter(pk=upload.pk, state__in=[State.CHECKED, State.FAILED, State.DONE]).delete()[0]
    if gone and upload.file:
        upload.file.delete(save=False)
    return bool(gone)
