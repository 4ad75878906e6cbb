"""What is printed: every letter, the same bytes each time, a code that leads to the page."""

import datetime
import io

import pdfplumber
import pytest

from cms.certificates.issuing import sheets
from cms.certificates.rendering import pdf
from cms.certificates.rendering.sheet import CertificateLayout, CertificateSheet

DAY = datetime.date(2026, 2, 5)
LOOK = CertificateLayout(
    "UBND XÃ ĐỒNG VĂN", "TRƯỜNG THCS ĐỒNG VĂN", "GIẤY CHỨNG NHẬN", "Cấp cho", "Hà Nội", "HIỆU TRƯỞNG", "Lê Ỷ"
)
VOWELS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


def sheet(person="Nguyễn Thị Ỷ Lan", words="Đạt giải Nhất.", **fields) -> CertificateSheet:
    fields = {"number": "001/2026/GCN", "address": "https://a.vn/chung-nhan/ABCD/", **fields}
    return CertificateSheet(person, "Lớp 9A", words, issued_on=DAY, **fields)


def render(*rows: CertificateSheet, look: CertificateLayout = LOOK) -> bytes:
    return pdf.render_pdf(look, rows, sheets.fonts_directory(), DAY)


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "\n".join(page.extract_text() for page in file.pages)


def test_every_vietnamese_letter_is_printed_in_the_embedded_face():
    letters = " ".join((VOWELS, VOWELS.upper()))
    data = render(sheet(words=letters))
    assert "".join(letters.split()) in "".join(text_of(data).split())
    with pdfplumber.open(io.BytesIO(data)) as file:
        faces = {char["fontname"] for char in file.pages[0].chars}
    assert all("SourceSerif4" in face for face in faces)


def test_all_that_the_paper_needs_stands_on_it():
    found = text_of(render(sheet()))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UBND XÃ ĐỒNG VĂN", "TRƯỜNG THCS ĐỒNG VĂN", "Nguyễn Thị Ỷ Lan", "Lê Ỷ",
        "Số: 001/2026/GCN", "Hà Nội, ngày 05 tháng 02 năm 2026", "https://a.vn/chung-nhan/ABCD/",
    ):  # fmt: skip
        assert words in found, words
    assert "THU HỒI" not in found


def test_the_same_sheet_gives_the_same_bytes():
    assert render(sheet(), sheet()) == render(sheet(), sheet())
    assert render(sheet()) != render(sheet(person="Lê Bình"))


def test_a_revoked_one_says_so_across_the_page():
    data = render(sheet(revoked=True))
    with pdfplumber.open(io.BytesIO(data)) as file:
        assert "H" in {char["text"] for char in file.pages[0].chars if char["size"] > 70}


def test_words_that_are_long_stay_within_the_frame():
    data = render(sheet(person="Nguyễn Thị " * 10, words="Đã hoàn thành khóa tập huấn về phổ biến pháp luật. " * 10))
    with pdfplumber.open(io.BytesIO(data)) as file:
        page = file.pages[0]
        assert len(file.pages) == 1
        assert min(char["x0"] for char in page.chars) > 30
        assert max(char["x1"] for char in page.chars) < page.width - 30


def test_without_faces_it_is_refused_in_words(tmp_path):
    with pytest.raises(pdf.FontsMissing):
        pdf.render_pdf(LOOK, [sheet()], tmp_path, DAY)
