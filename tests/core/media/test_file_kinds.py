"""A file is what the end of its name says, or it is refused."""

import io
import struct
import zipfile

import pytest
from django.conf import settings
from openpyxl import Workbook

from cms.core.media import file_kinds
from cms.core.media.file_kinds import OTHER, TOO_MUCH, UNKNOWN, find_file_problem
from tests.factories.files import docx, pdf

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00\x03" + b"\0" * 200
LINUX_PROGRAM = b"\x7fELF\x02\x01\x01" + b"\0" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("TYPES", "[Content_Types].xml"), content)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def opendocument(kind: str) -> bytes:
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}".encode(), **{"content.xml": b"<x/>"})


REAL = {
    "pdf": pdf("Mot"),
    "docx": docx("Một"),
    "xlsx": xlsx(),
    "pptx": zipped(TYPES=b"<Types/>", **{"ppt/presentation.xml": b"<p/>"}),
    "odt": opendocument("text"),
    "ods": opendocument("spreadsheet"),
    "odp": opendocument("presentation"),
    "doc": OLE + "WordDocument".encode("utf-16-le") + b"\0" * 50,
    "xls": OLE + b"\0" * (1 << 20) + "Workbook".encode("utf-16-le") + b"\0" * 50,
    "ppt": OLE + "PowerPoint Document".encode("utf-16-le"),
    "zip": zipped(**{"a.txt": b"a"}),
    "txt": "Điều 1. Phạm vi\r\n\tkhoản 2 < 3".encode(),
    "csv": "﻿số;tên\n1;Hoa".encode(),
    "mp3": b"ID3\x04" + b"\0" * 50,
    "mp4": b"\0\0\0\x18ftypisom" + b"\0" * 50,
}
MORE = [
    ("doc", rb"{\rtf1\ansi Mot}"),
    ("mp3", b"\xff\xfb\x90\x64" + b"\0" * 50),
    ("txt", "Điều 1".encode("utf-16")),
    ("txt", "T­ HiÖn".encode("latin-1")),  # the fonts of the nineties
    ("pdf", b"\n%PDF-1.7\n"),
    ("PDF", pdf("Mot")),
]


def problem(kind, content):
    file = io.BytesIO(content)
    found = find_file_problem(file, f"tep.{kind}")
    assert file.tell() == 0
    return found


def test_every_kind_that_may_be_uploaded_is_known():
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == file_kinds.KINDS == REAL.keys()


@pytest.mark.parametrize(("kind", "content"), [*REAL.items(), *MORE])
def test_what_it_says(kind, content):
    assert problem(kind, content) is None


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize(
    "content", [HTML, PROGRAM, LINUX_PROGRAM, OLE, b"", b"\0", b"PK\x03\x04", b"PK\x03\x04" + HTML]
)
def test_pages_programs_and_fragments_are_nothing(kind, content):
    empty_text = kind in ("txt", "csv") and not content
    assert problem(kind, content) == (None if empty_text else OTHER)


@pytest.mark.parametrize("kind", REAL)
def test_no_kind_passes_for_another(kind):
    pairs = {("txt", "csv"), ("csv", "txt")} | {(other, "zip") for other in REAL}  # all of Office is zipped
    for other, content in REAL.items():
        if other != kind and (other, kind) not in pairs and not (kind in ("txt", "csv") and other == "pdf"):
            assert problem(kind, content) == OTHER, other


def test_a_page_with_the_mark_of_pdf_in_it():
    assert problem("pdf", b"<html><!-- %PDF-1.4 --><script>x</script>") == OTHER


def test_a_kind_that_is_not_taken():
    for name in ("a.html", "a.svg", "a.exe", "a", "", ".pdf.js"):
        assert find_file_problem(io.BytesIO(HTML), name) == UNKNOWN


def test_bombs_are_bounded():
    """Zeroes by the gigabyte (by what the table says: nothing is unpacked), and a table of a million lines."""
    bomb = bytearray(zipped(TYPES=b"<Types/>", **{"word/document.xml": b"\0" * 10_000}))
    at = bomb.rindex(b"PK\x01\x02") + 24
    bomb[at : at + 4] = struct.pack("<I", 3_000_000_000)
    assert problem("docx", bytes(bomb)) == TOO_MUCH
    many = bytearray(REAL["zip"])
    at = many.rindex(b"PK\x05\x06") + 12
    many[at : at + 4] = struct.pack("<I", 50_000_000)
    assert problem("zip", bytes(many)) == TOO_MUCH
