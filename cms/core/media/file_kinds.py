"""Checks that a file's content matches its extension. Pure.

    >>> find_file_problem(open("bao-cao.docx", "rb"), "bao-cao.docx")    # None: it does
    >>> find_file_problem(io.BytesIO(b"<html>…"), "bao-cao.pdf")
    "other"

It checks the first bytes and the mandatory parts of the format, not whether a program can open the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

#: Why a file is rejected: its content is of another type; it unpacks to far too much; its type is not accepted at all.
OTHER, TOO_MUCH, UNKNOWN = "other", "too_much", "unknown"
#: Maximum bytes of an unpacked archive and of its table of contents: far above any real file of 50 MB.
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_CONTENTS = 4 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_ZIP = b"PK\x05\x06"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed|meta)\b", re.IGNORECASE)


class _TooLarge(Exception):
    pass


def find_file_problem(file: IO[bytes], name: str) -> str | None:
    """Returns one of the constants above, or ``None``. ``file`` is seekable; afterwards it is at its beginning."""
    check = _CHECKS.get(PurePath(name).suffix.lower().lstrip("."))
    if check is None:
        return UNKNOWN
    try:
        file.seek(0)
        return None if check(file) else OTHER
    except _TooLarge:
        return TOO_MUCH
    finally:
        file.seek(0)


def _is_pdf(file: IO[bytes]) -> bool:
    """Readers search for ``%PDF-`` in the first 1,024 bytes; no HTML may come before it."""
    before, mark, _rest = file.read(1024).partition(b"%PDF-")
    return bool(mark) and b"<" not in before


def _is_ole(*streams: str) -> Callable[[IO[bytes]], bool]:
    """Returns a check for Word, Excel or PowerPoint until 2003; installers (.msi) lack ``streams``."""
    wanted = tuple(stream.encode("utf-16-le") for stream in streams)

    def check(file: IO[bytes]) -> bool:
        tail = file.read(len(_OLE))
        if tail != _OLE:
            return False
        while piece := file.read(1 << 20):
            if any(word in tail + piece for word in wanted):
                return True
            tail = piece[-64:]
        return False

    return check


def _is_word_97(file: IO[bytes]) -> bool:
    if _is_ole("WordDocument")(file):
        return True
    file.seek(0)
    return file.read(5) == b"{\\rtf"  # Word writes this too, under the same name


def _zip_names(file: IO[bytes]) -> dict[str, zipfile.ZipInfo] | None:
    """Returns the entries of a ZIP file without unpacking it; ``None`` when it is not a ZIP file."""
    if file.read(4) != b"PK\x03\x04":
        return None
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    end = file.read()
    at = end.rfind(_END_OF_ZIP)
    if at >= 0 and int.from_bytes(end[at + 12 : at + 16], "little") > MAX_CONTENTS:
        raise _TooLarge
    try:
        with zipfile.ZipFile(file) as archive:
            found = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}
    except Exception:  # its reader raises half a dozen kinds of errors for broken files
        return None
    if sum(info.file_size for info in found.values()) > MAX_UNPACKED:
        raise _TooLarge
    return found


def _is_zip(file: IO[bytes]) -> bool:
    return bool(_zip_names(file))


def _is_office_file(folder: str) -> Callable[[IO[bytes]], bool]:
    def check(file: IO[bytes]) -> bool:
        names = _zip_names(file) or {}
        return "[content_types].xml" in names and any(name.startswith(folder) for name in names)

    return check


def _is_open_document(kind: str) -> Callable[[IO[bytes]], bool]:
    mark = f"application/vnd.oasis.opendocument.{kind}".encode()

    def check(file: IO[bytes]) -> bool:
        if "mimetype" not in (_zip_names(file) or {}):
            return False
        try:
            with zipfile.ZipFile(file) as archive, archive.open("mimetype") as member:
                return member.read(len(mark)) == mark
        except Exception:  # as above
            return False

    return check


def _is_mp3(file: IO[bytes]) -> bool:
    head = file.read(3)
    return head == b"ID3" or (head[:1] == b"\xff" and len(head) == 3 and head[1] & 0xE6 == 0xE2 and head[2] >> 4 != 15)


def _is_mp4(file: IO[bytes]) -> bool:
    return file.read(12)[4:8] == b"ftyp"


def _is_text(file: IO[bytes]) -> bool:
    """Whether the file is text in any encoding, and not HTML."""
    data = file.read()
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            words = data.decode("utf-16")
        else:
            if _CONTROLS.search(data):
                return False
            words = data.decode("utf-8", "replace")
    except UnicodeDecodeError:
        return False
    return "\0" not in words and not _MARKUP.search(words)


#: The same extensions as ``WAGTAILDOCS_EXTENSIONS``; all others are rejected.
_CHECKS: dict[str, Callable[[IO[bytes]], bool]] = {
    "pdf": _is_pdf,
    "doc": _is_word_97,
    "xls": _is_ole("Workbook", "Book"),
    "ppt": _is_ole("PowerPoint Document"),
    "docx": _is_office_file("word/"),
    "xlsx": _is_office_file("xl/"),
    "pptx": _is_office_file("ppt/"),
    "odt": _is_open_document("text"),
    "ods": _is_open_document("spreadsheet"),
    "odp": _is_open_document("presentation"),
    "zip": _is_zip,
    "txt": _is_text,
    "csv": _is_text,
    "mp3": _is_mp3,
    "mp4": _is_mp4,
}
KINDS = frozenset(_CHECKS)
