"""Text of a DOCX. Pure: a stream in, pages out.

Parsed as a stream and without entities, so that neither a large nor a hostile document is held in memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from cms.core.media.file_text.limits import MAX_LENGTH, MAX_PART

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml")
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}p": "\n", f"{_W}tc": "\t"}


class Unreadable(ValueError):
    """Not a file of its kind, damaged, or beyond the limits."""


def pages(stream: IO[bytes], length: int = MAX_LENGTH) -> list[str]:
    """One "page": a DOCX knows no pages until it is laid out."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [name for name in _PARTS if name in archive.namelist()]
            if _PARTS[0] not in names:
                raise Unreadable("no document inside")
            return ["\n".join(_text(archive, name, length) for name in names)[:length]]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(str(error)[:200]) from error


def _text(archive: zipfile.ZipFile, name: str, most: int) -> str:
    if archive.getinfo(name).file_size > MAX_PART:
        raise Unreadable("a part is too large")
    found, length = [], 0
    with archive.open(name) as part:
        for piece in _pieces(part):
            found.append(piece)
            length += len(piece)
            if length > most:
                break
    return "".join(found)


def _pieces(part: IO[bytes]) -> Iterator[str]:
    tags = [f"{_W}t", *_BREAKS]
    parser = etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    for _event, element in parser:
        yield _BREAKS.get(element.tag) or element.text or ""
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
