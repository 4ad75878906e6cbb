"""Text of a PDF that has any. Pure: a stream in, pages out; scans give pages without words."""

from __future__ import annotations

from typing import IO, Any

from cms.core.media.file_text.limits import MAX_LENGTH, MAX_PAGES
from cms.core.media.file_text.word import Unreadable


class Encrypted(Unreadable):
    """Opens with a password only."""


def pages(stream: IO[bytes], length: int = MAX_LENGTH) -> list[str]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted("password")
        found, left = [], length
        for page in reader.pages[: MAX_PAGES * length // MAX_LENGTH]:
            text = _of(page)[:left]
            found.append(text)
            left -= len(text)
            if not left:
                break
        return found
    except Unreadable:
        raise
    except Exception as error:  # a damaged file ends in any error at all
        raise Unreadable(f"{type(error).__name__}: {error}"[:200]) from error


def _of(page: Any) -> str:
    """A page that cannot be read costs that page alone."""
    try:
        return page.extract_text() or ""
    except Exception:
        return ""
