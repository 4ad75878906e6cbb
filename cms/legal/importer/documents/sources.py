"""DOCX, PDF, HTML and, by LibreOffice, DOC → text in lines, with what its head and signature say."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from cms.core.media import file_kinds
from cms.core.media.file_text import old_word
from cms.core.media.file_text.extract import NO_TEXT, TEXT, UNREADABLE, Extracted, extract_old_word, extract_text
from cms.core.text import normalize_nfc
from cms.legal.importer.documents.front_matter import FrontMatter, read_front_matter
from cms.legal.importer.documents.line_unwrapping import unwrap_lines
from cms.legal.parsing.texts.structure import clean_lines

_KINDS = {".docx": "docx", ".doc": "doc", ".pdf": "pdf", ".html": "html", ".htm": "html"}
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RICH_TEXT = b"{\\rtf"
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|meta|p|div|table)\b", re.IGNORECASE)
#: Files that are no document of their kind, besides what ``cms.core.media.file_text`` finds.
OLD_WORD, OTHER_KIND, UNKNOWN_KIND = "old_word", "other_kind", "unknown_kind"


@dataclass(frozen=True)
class FileSource:
    """``state`` as of ``Extracted``, or one of the constants above; ``lines`` only where it is ``TEXT``."""

    kind: str
    state: str
    sha256: str = ""
    page_count: int = 0
    lines: tuple[str, ...] = ()
    proposal: FrontMatter = field(default_factory=FrontMatter)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def has_text_layer(self) -> bool | None:
        """None for what has no layers or cannot be opened."""
        return {TEXT: True, NO_TEXT: False}.get(self.state) if self.kind == "pdf" else None


def kind_of_name(name: str) -> str:
    """ "docx", "doc", "pdf", "html", or "" for files that are no document to read."""
    return _KINDS.get(Path(name).suffix.lower(), "")


def read_source(path: Path, name: str = "") -> FileSource:
    """Never raises for what the file contains. ``name`` where the path does not tell the kind."""
    kind = kind_of_name(name or path.name)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        content = _content(file.read(4096), kind)
        file.seek(0)
        state = _mistaken(file, content) if kind else UNKNOWN_KIND
        file.seek(0)
        if state:
            found = Extracted(state)
        else:
            found = extract_old_word(path) if content == "doc" else extract_text(file, content, whole=True)
    lines = tuple(_lines(found, kind))
    state = UNREADABLE if found.state == NO_TEXT and kind != "pdf" else found.state
    return FileSource(kind, state, sha256, found.page_count, lines, read_front_matter(lines))


def _content(head: bytes, kind: str) -> str:
    """What a file really is: offices and portals give the name .doc to HTML and DOCX too, and .docx to old files."""
    if kind in ("doc", "docx"):
        if head.startswith((_OLD_WORD, _RICH_TEXT)):
            return "doc"
        if head.startswith(b"PK\x03\x04"):
            return "docx"
        if kind == "doc" and _MARKUP.search(head):
            return "html"
    return "doc" if head.startswith(_OLD_WORD) else kind


def _mistaken(file: IO[bytes], content: str) -> str:
    if content == "doc" and not old_word.find_libreoffice():
        return OLD_WORD
    if content == "html":
        return "" if b"<" in file.read(4096) else OTHER_KIND
    return OTHER_KIND if file_kinds.find_file_problem(file, f"x.{content}") else ""


def _lines(found: Extracted, kind: str) -> list[str]:
    if found.state != TEXT:
        return []
    pages = [normalize_nfc(page.encode("utf-8", "ignore").decode()) for page in found.pages]
    return unwrap_lines(pages) if kind == "pdf" else clean_lines("\n".join(pages))
