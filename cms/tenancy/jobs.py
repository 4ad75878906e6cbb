"""Jobs that repair the state of images after a failure: a storage that did not answer, a process that was killed."""

from __future__ import annotations

import datetime

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job
from cms.core.media.storage_prefixes import PRIVATE_PREFIX, PUBLIC_PREFIX

#: An image in creation has its file shortly before its row; an upload waits for its form.
MIN_AGE = datetime.timedelta(days=1)
UPLOAD_RETENTION = datetime.timedelta(days=7)


def place_pictures() -> str:
    from cms.tenancy.private import media  # models are not loaded yet when jobs are declared

    return f"{media.place_renditions()} sized pictures taken away"


def sweep_pictures() -> str:
    """Deletes renditions without a row, and uploads whose form was never filled in (with the camera's metadata)."""
    from wagtail.models import UploadedFile

    from cms.core.media.stored_pictures import find_orphaned_renditions

    files = [
        name for prefix in (PUBLIC_PREFIX, PRIVATE_PREFIX) for name in find_orphaned_renditions(default_storage, prefix)
    ]
    files = [name for name in files if _is_older(name, MIN_AGE)]
    for name in files:
        default_storage.delete(name)
    uploads = [row for row in UploadedFile.objects.order_by("pk") if _is_older(row.file.name, UPLOAD_RETENTION)]
    for row in uploads:
        row.file.delete(save=False)
        row.delete()
    return f"{len(files)} forgotten sized pictures, {len(uploads)} unfinished uploads"


def _is_older(name: str, age: datetime.timedelta) -> bool:
    """Returns whether the file is older than ``age``; a missing file counts as old."""
    if not default_storage.exists(name):
        return True
    return default_storage.get_modified_time(name) < timezone.now() - age


register_job(Job("place_pictures", _("Take away pictures that may not be shown"), place_pictures, Every(5)))
register_job(
    Job(
        "sweep_pictures",
        _("Remove sized pictures and uploads that nobody needs"),
        sweep_pictures,
        Daily("02:20"),
        limit=datetime.timedelta(minutes=60),
    )
)
