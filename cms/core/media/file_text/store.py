"""Reads files once and stores their text by the hash of their content."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from django.dispatch import Signal

from cms.core.media.file_text.extract import KINDS, TEXT, UNREADABLE, Extracted, extract_text
from cms.core.models import FileText, SchoolDocument
from cms.core.text import normalize_nfc

log = logging.getLogger(__name__)
#: Sent with ``file_hash`` when the text of a file has been read and stored.
text_read = Signal()
_LINES = re.compile(r"\s*\n\s*")


def text_kind_of(document: SchoolDocument) -> str:
    """Returns "docx", "html", "pdf", or "" for files whose text is not read."""
    kind = document.file_extension.lower()
    return kind if kind in KINDS else ""


def stored_texts(documents: Iterable[SchoolDocument]) -> dict[int, FileText]:
    """Returns document id → stored text, for documents already read; one query."""
    hashes = {document.pk: document.file_hash for document in documents if document.file_hash}
    rows = {row.file_hash: row for row in FileText.objects.filter(file_hash__in=set(hashes.values()))}
    return {pk: rows[file_hash] for pk, file_hash in hashes.items() if file_hash in rows}


def read_document(document: SchoolDocument) -> FileText | None:
    """Returns the text of the file, reading it if it was not read before; ``None`` for other types and lost files."""
    kind = text_kind_of(document)
    if not kind:
        return None
    try:
        if not document.file_hash:
            document._set_file_hash()
            SchoolDocument.objects.filter(pk=document.pk).update(file_hash=document.file_hash)
        if found := FileText.objects.filter(file_hash=document.file_hash).first():
            return found
        with document.open_file() as file:
            extracted = extract_text(file, kind)
    except Exception as error:  # storages raise errors of their own
        log.warning("file text: %s cannot be opened (%s)", document.file.name, error)
        return None
    return _store(document.file_hash, extracted)


def _store(file_hash: str, extracted: Extracted) -> FileText:
    text = (
        FileText.PAGE_BREAK.join(_remove_control_characters(page) for page in extracted.pages)
        if extracted.state == TEXT
        else ""
    )
    values = {"state": extracted.state, "page_count": extracted.page_count, "text": text}
    kept = FileText.objects.update_or_create(file_hash=file_hash, defaults=values)[0]
    text_read.send(sender=FileText, file_hash=file_hash)
    return kept


def _remove_control_characters(page: str) -> str:
    """Removes control characters and lone surrogates, which no database accepts."""
    return _LINES.sub("\n", normalize_nfc(page.encode("utf-8", "ignore").decode())).strip()


def forget_unreadable() -> int:
    """Deletes the results of unreadable files, so that they are read again. Returns their number."""
    return FileText.objects.filter(state=UNREADABLE).delete()[0]
