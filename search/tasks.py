"""Background tasks of search."""

from __future__ import annotations

from django_tasks import task

from cms.core.media.file_text import store
from cms.core.models import SchoolDocument
from search.index import attachments, outbox


@task()
def read_files(file_ids: list[int]) -> int:
    """Extracts the text of these files and reindexes their carriers. Returns the number of files read now."""
    read = [file.pk for file in SchoolDocument.objects.filter(pk__in=file_ids) if store.read_document(file) is not None]
    outbox.enqueue(attachments.find_carriers(read))
    return len(read)


def read_soon(file_ids: list[int], **_signal) -> None:
    """Enqueues the text extraction of the files, which makes their text searchable."""
    read_files.enqueue(file_ids)
