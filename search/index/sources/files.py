"""Turns files attached to pages and documents into entries. A file has one entry per page or document and links to it.

Files in private collections have no entry, even if a public page shows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cms.core.media.file_text import store as texts
from cms.core.media.page_files import MAX_FILES, filter_public_files
from cms.core.models import SchoolDocument
from cms.legal.models import LegalDocumentFile
from search.index.contract import ANNEX, FILE, Entry
from search.query_planning.known_item import title_key

MAX_BODY = 100_000  # characters


@dataclass(frozen=True)
class Carrier:
    """A public page or document as an entry, with the ids of its files in reading order."""

    entry: Entry
    file_ids: tuple[int, ...]


def files_of_documents(document_ids: Iterable[int], with_provisions: set[int]) -> dict[int, tuple[int, ...]]:
    """Returns document of the library → its files, without originals whose text is already indexed as provisions."""
    found = defaultdict(list)
    rows = LegalDocumentFile.objects.filter(document_id__in=list(document_ids)).order_by("document_id", "sort_order")
    for row in rows:
        repeats = row.role in (LegalDocumentFile.Role.ORIGINAL, LegalDocumentFile.Role.TEXT)
        if not (repeats and row.document_id in with_provisions):
            found[row.document_id].append(row.file_id)
    return {pk: tuple(dict.fromkeys(ids))[:MAX_FILES] for pk, ids in found.items()}


def file_id_of(ref: str) -> int:
    """Returns the file id of a reference: ``file:12-7`` is file 7 on page 12, ``annex:5-7`` is file 7 of document 5."""
    return int(ref.rpartition("-")[2])


def file_entries(carriers: Iterable[Carrier], read: bool) -> tuple[list[Entry], list[int]]:
    """Returns (entries of the public files, ids of files without extracted text). ``read`` extracts it now (slow)."""
    carriers = list(carriers)
    files = filter_public_files(pk for carrier in carriers for pk in carrier.file_ids)
    stored = texts.stored_texts(files.values())
    unread = [pk for pk, file in files.items() if pk not in stored and texts.text_kind_of(file)]
    if read:
        stored |= {pk: text for pk in unread if (text := texts.read_document(files[pk]))}
        unread = []
    found = [_entry(carrier.entry, files[pk], stored) for carrier in carriers for pk in carrier.file_ids if pk in files]
    return found, unread


def _entry(carrier: Entry, file: SchoolDocument, stored: Mapping) -> Entry:
    kind, number = (FILE, carrier.id[5:]) if carrier.id.startswith("page:") else (ANNEX, carrier.id[9:])
    return replace(
        carrier,
        id=f"{kind}:{number}-{file.pk}",
        kind=kind,
        title=file.title,
        heading=file.title,
        context=" ".join(filter(None, (carrier.number, carrier.title, carrier.school_name))),
        summary="",
        body=stored[file.pk].text[:MAX_BODY] if file.pk in stored else "",
        parent_id=carrier.id,
        parent_title=carrier.title,
        keys=(title_key(file.title),) if kind == FILE and len(file.title) < 150 else (),
    )
