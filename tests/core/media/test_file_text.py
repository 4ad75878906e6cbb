"""Text of uploaded files: what is read, what is not, and that no file can do harm."""

import io
import subprocess
import time
import zipfile

import pytest

from cms.core.media.file_text import store
from cms.core.media.file_text.extract import ENCRYPTED, NO_TEXT, TEXT, TOO_LARGE, UNREADABLE, extract_text
from cms.core.models import FileText
from tests.factories.files import docx, make_file, pdf

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(content: bytes, kind: str):
    return extract_text(io.BytesIO(content), kind)


def archive(document: bytes, name="word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, document)
    return out.getvalue()


def test_docx_gives_its_paragraphs():
    found = read(docx("Kế hoạch phổ biến pháp luật", "Bảng phân công"), "docx")
    assert (found.state, found.page_count) == (TEXT, 1)
    assert found.pages[0].split("\n")[:2] == ["Kế hoạch phổ biến pháp luật", "Bảng phân công"]


def test_pdf_gives_a_text_per_page():
    found = read(pdf("Ke hoach nam hoc moi", "Phan cong cho giao vien"), "pdf")
    assert (found.state, found.page_count) == (TEXT, 2)
    assert "giao vien" in found.pages[1]


def test_a_scan_is_recognised():
    found = read(pdf("", "", "3"), "pdf")
    assert (found.state, found.pages, found.page_count) == (NO_TEXT, (), 3)


def test_a_password_is_recognised():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Ke hoach bi mat cua truong"))))
    writer.encrypt("mat-khau")
    out = io.BytesIO()
    writer.write(out)
    assert read(out.getvalue(), "pdf").state == ENCRYPTED


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "pdf"),
        (b"", "docx"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 5000, "pdf"),
        (pdf("Ke hoach")[:300], "pdf"),
        (b"PK\x03\x04 no archive", "docx"),
        (archive(b"<a/>", "other.xml"), "docx"),
        (archive(b"<w:document><w:body>"), "docx"),
        # Asked for the same content under the other kind.
        (docx("Kế hoạch"), "pdf"),
        (pdf("Ke hoach"), "docx"),
    ],
)
def test_damaged_files_are_unreadable(content, kind):
    assert read(content, kind).state in (UNREADABLE, NO_TEXT)


def test_a_bomb_of_zeroes_is_refused():
    body = b"<w:p><w:r><w:t>" + b" " * (80 * 1024 * 1024) + b"</w:t></w:r></w:p>"
    bomb = archive(f"<w:document {_W}><w:body>".encode() + body + b"</w:body></w:document>")
    assert len(bomb) < 1024 * 1024
    assert read(bomb, "docx").state == UNREADABLE


def test_entities_are_not_expanded():
    entities = b'<!DOCTYPE d [<!ENTITY a "ha ha ha"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = b"<w:p><w:r><w:t>Ke hoach nam hoc cua nha truong &a;&f;</w:t></w:r></w:p>"
    found = read(archive(entities + f"<w:document {_W}><w:body>".encode() + text + b"</w:body></w:document>"), "docx")
    said = "".join(found.pages)
    assert "ha ha" not in said
    assert "root:" not in said


def test_a_file_beyond_the_limit_is_not_read(monkeypatch):
    monkeypatch.setattr("cms.core.media.file_text.extract.MAX_BYTES", 1000)
    assert read(pdf("Ke hoach") + b" " * 1000, "pdf").state == TOO_LARGE


def test_a_reader_that_never_ends_is_ended(monkeypatch):
    def forever(command, **options):
        return real(["sleep", "60"], **options)

    real = subprocess.run
    monkeypatch.setattr("cms.core.media.file_text.extract.SECONDS", -9)
    monkeypatch.setattr("cms.core.media.file_text.extract.subprocess.run", forever)
    began = time.monotonic()
    assert read(pdf("Ke hoach"), "pdf").state == UNREADABLE
    assert time.monotonic() - began < 30


@pytest.mark.django_db
class TestStore:
    def test_one_content_is_read_once(self, monkeypatch):
        first, second = (make_file(docx("Kế hoạch năm học"), "docx") for _ in range(2))
        kept = store.read_document(first)
        assert kept.text == "Kế hoạch năm học"
        second.file_hash = first.file_hash
        monkeypatch.setattr("cms.core.media.file_text.store.extract_text", None)
        assert store.read_document(second).pk == kept.pk
        assert store.stored_texts([first, second])[second.pk].pk == kept.pk

    def test_what_no_database_takes_is_left_out(self):
        kept = store.read_document(make_file(docx("Kế hoạch ﻿năm​ học"), "docx"))
        assert kept.text == "Kế hoạch năm học"

    def test_other_kinds_and_lost_files_give_nothing(self):
        assert store.read_document(make_file(b"a;b", "csv")) is None
        lost = make_file(docx("Kế hoạch"), "docx")
        lost.file.storage.delete(lost.file.name)
        assert store.read_document(lost) is None
        assert not FileText.objects.exists()

    def test_unreadable_files_can_be_tried_again(self):
        document = make_file(b"%PDF-1.4 nothing", "pdf")
        assert store.read_document(document).state == UNREADABLE
        assert store.forget_unreadable() == 1
        assert not FileText.objects.exists()


@pytest.mark.legal_data
def test_real_files(legal_data):
    folder = legal_data / "attachments"
    paths = folder.glob("*/*.[dp][od][cf]*")
    states = {path.name: extract_text(path.open("rb"), path.suffix[1:]).state for path in paths
              if path.suffix in (".docx", ".pdf")}  # fmt: skip
    assert states.pop("scan_vbpl_8111.pdf") == NO_TEXT
    assert set(states.values()) == {TEXT}
    assert len(states) >= 6
