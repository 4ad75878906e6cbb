"""Extracts the text of a PDF. Pure: a stream in, pages out; scans give pages without words.

It reads words with their positions on the page (``pdf_lines``). Pages that cannot be read like that, or that come after
``COORDINATES`` of the file's time is used up, are read in the order of the file's drawing commands.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import IO, Any

from cms.core.media.file_text import pdf_lines
from cms.core.media.file_text.limits import COORDINATES, MAX_LENGTH, MAX_PAGES, SECONDS
from cms.core.media.file_text.word import Unreadable


class Encrypted(Unreadable):
    """Raised for a file that opens only with a password."""


def read_pages(stream: IO[bytes], length: int = MAX_LENGTH, seconds: int = SECONDS) -> list[str]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted("password")
        most = min(len(reader.pages), MAX_PAGES * length // MAX_LENGTH)
        placed = _read_by_position(stream, most, length, seconds * COORDINATES)
        found, left = [], length
        for index in range(most):
            text = (placed[index] if index < len(placed) else None) or _page_text(reader, index)
            found.append(text[:left])
            left -= len(found[-1])
            if not left:
                break
        return found
    except Unreadable:
        raise
    except Exception as error:  # a damaged file may raise any error
        raise Unreadable(f"{type(error).__name__}: {error}"[:200]) from error


def _read_by_position(stream: IO[bytes], most: int, length: int, seconds: float) -> list[str | None]:
    """Returns the texts of the first pages by word positions; ``None`` for a page that cannot be read like that."""
    until = time.process_time() + seconds
    found: list[pdf_lines.Page | None] = []
    try:
        left = length
        for page in _open_pdf(stream, most):
            read = pdf_lines.read_page(page)
            found.append(read)
            left -= sum(len(line.text) for line in read.lines) if read else 0
            if left <= 0 or time.process_time() > until:
                break
    except Exception:  # a damaged structure: the other reader tries too
        found = []
    return pdf_lines.page_texts(found)


def _open_pdf(stream: Any, most: int) -> Iterator[Any]:
    import pdfplumber

    with pdfplumber.open(stream) as pdf:
        for page in pdf.pages[:most]:
            yield page
            page.close()


def _page_text(reader: Any, index: int) -> str:
    """Returns the text of a page; "" if it cannot be read, so that the other pages are not lost."""
    try:
        return reader.pages[index].extract_text() or ""
    except Exception:
        return ""
