"""Cleans pictures that are already stored: strips metadata from originals, and deletes renditions, which are made again
when a page requests them."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from wagtail.utils.file import hash_filelike

from cms.core.media.image_metadata import Unreadable, strip_metadata
from cms.core.models import Rendition, SchoolImage

BATCH = 100
#: Names by ``Rendition.get_upload_to``; files with other names were made before names were random.
_OUR_NAME = re.compile(r"(?:images|private_images)/[0-9a-f]{32}\.[a-z]+")


@dataclass
class CleanupResult:
    """Counts of pictures ``seen``, originals stripped (``bared``) and renditions deleted (``sized``).

    ``unread``: (id, file name, reason) of missing or broken files."""

    seen: int = 0
    bared: int = 0
    sized: int = 0
    unread: list[tuple[int, str, str]] = field(default_factory=list)


def clean_pictures(
    after: int = 0, dry_run: bool = False, report: Callable[[CleanupResult, int], object] = lambda found, last: None
) -> CleanupResult:
    """Cleans all pictures with an id above ``after``. Safe to stop and to run again: each is cleaned as a whole."""
    found = CleanupResult()
    while rows := list(SchoolImage.objects.filter(pk__gt=after).order_by("pk").prefetch_related("renditions")[:BATCH]):
        for image in rows:
            _clean_picture(image, found, dry_run)
        after = rows[-1].pk
        report(found, after)
    return found


def _clean_picture(image: SchoolImage, found: CleanupResult, dry_run: bool) -> None:
    found.seen += 1
    try:
        with image.open_file() as file:
            before = file.read()
        after = strip_metadata(before)
    except Unreadable as error:
        found.unread.append((image.pk, image.file.name, str(error)))
        before = after = b""
    except Exception as error:  # storages raise errors of their own
        found.unread.append((image.pk, image.file.name, str(error)))
        before = after = b""
    told = after != before
    old = [row for row in image.renditions.all() if told or not _OUR_NAME.fullmatch(row.file.name)]
    found.bared += told
    found.sized += len(old)
    if dry_run:
        return
    for row in old:  # first the public files
        row.delete_file()
    if told:
        _overwrite(image.file.storage, image.file.name, after)
        hashed = hash_filelike(io.BytesIO(after))
        SchoolImage.objects.filter(pk=image.pk, file=image.file.name).update(file_size=len(after), file_hash=hashed)


def _overwrite(storage: Storage, name: str, data: bytes) -> None:
    """Replaces a file atomically: a concurrent reader gets the old or the new content, and no copy is left behind."""
    try:
        path = storage.path(name)
    except NotImplementedError:
        storage._save(name, ContentFile(data))  # type: ignore[attr-defined]  # ``save`` would choose another name
        return
    with open(f"{path}.new", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.new", path)


def find_orphaned_renditions(storage: Storage, prefix: str) -> list[str]:
    """Returns names of sized pictures without a row: it was deleted while the storage did not answer."""
    try:
        names = {prefix + name for name in storage.listdir(prefix.rstrip("/"))[1]}
    except FileNotFoundError:
        return []
    return sorted(names - set(Rendition.objects.filter(file__startswith=prefix).values_list("file", flat=True)))
