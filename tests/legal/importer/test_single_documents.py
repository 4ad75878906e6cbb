"""Files as offices make them: numbers that Word keeps elsewhere, columns of a PDF, an old format, what is in doubt."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from cms.core.media.file_text import old_word, pdf, pdf_lines, word
from cms.core.media.file_text.extract import TEXT, UNREADABLE, extract_old_word
from cms.core.media.file_text.numbering import format_number
from cms.legal.importer import proposals
from cms.legal.importer.documents import file_truth
from cms.legal.importer.documents.front_matter import read_front_matter
from cms.legal.importer.documents.sources import OLD_WORD, read_source
from cms.legal.models import LegalDocument, ProposedDocument
from cms.legal.parsing.texts.article_order import find_order_faults
from cms.legal.parsing.texts.structure import parse_structure
from tests.factories.legal import make_document
from tests.legal.importer.test_import_documents import archive, run, word_document, write  # noqa: F401

FILES = Path(__file__).parents[1] / "files"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = pytest.mark.skipif(not old_word.find_libreoffice(), reason="LibreOffice is not installed")


def package(body: str, numbering: str = "", styles: str = "", main: str = "word/document.xml") -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        found.writestr(main, f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        folder = main.rpartition("/")[0]
        if numbering:
            found.writestr(f"{folder}/numbering.xml", f"<w:numbering {SPACE}>{numbering}</w:numbering>")
        if styles:
            found.writestr(f"{folder}/styles.xml", f"<w:styles {SPACE}>{styles}</w:styles>")
        if main != "word/document.xml":
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
            found.writestr(
                "_rels/.rels", f'<Relationships><Relationship Type="{kind}" Target="{main}"/></Relationships>'
            )
    out.seek(0)
    return out


def lines(*args: str, **parts: str) -> list[str]:
    return [line for line in word.read_pages(package(*args, **parts))[0].split("\n") if line.strip()]


def paragraph(text: str, level: int | None = None, number: int = 1, style: str = "", run: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if level is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr><w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


LAW = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "Chương %1")
    + level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "%4)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


class TestNumbering:
    def test_articles_count_on_and_clauses_begin_anew(self):
        body = "".join(paragraph(*row) for row in (("QUY ĐỊNH", 0), ("Phạm vi", 1), ("Một", 2), ("Hai", 2), ("A", 3),
            ("Đối tượng", 1), ("Một", 2), ("THI HÀNH", 0), ("Hiệu lực", 1)))  # fmt: skip
        assert lines(body, numbering=LAW) == [
            "Chương I QUY ĐỊNH", "Điều 1. Phạm vi", "1. Một", "2. Hai", "a) A", "Điều 2. Đối tượng", "1. Một",
            "Chương II THI HÀNH", "Điều 3. Hiệu lực",
        ]  # fmt: skip

    def test_a_list_that_overrides_its_start_begins_there_once(self):
        other = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'  # noqa: E501
        body = paragraph("Một", 1) + paragraph("Bảy", 1, 2) + paragraph("Tám", 1, 2) + paragraph("Chín", 1)
        assert lines(body, numbering=LAW + other) == ["Điều 1. Một", "Điều 7. Bảy", "Điều 8. Tám", "Điều 9. Chín"]

    def test_an_override_may_change_the_words_of_a_level(self):
        other = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1">{level(1, "decimal", "§ %2")}</w:lvlOverride></w:num>'  # noqa: E501
        assert lines(paragraph("Một", 1, 2), numbering=LAW + other) == ["§ 1 Một"]

    def test_a_style_names_the_list_and_a_paragraph_leaves_it(self):
        styles = (
            '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr>'
            '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Dieu"><w:basedOn w:val="Base"/></w:style>'
        )
        none = '<w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>'
        out = f"<w:p><w:pPr>{none}</w:pPr><w:r><w:t>Chữ</w:t></w:r></w:p>"
        body = paragraph("Một", style="Dieu") + out + paragraph("Hai", style="Dieu")
        assert lines(body, numbering=LAW, styles=styles) == ["Điều 1. Một", "Chữ", "Điều 2. Hai"]

    def test_bullets_and_empty_paragraphs(self):
        bullets = f'<w:abstractNum w:abstractNumId="3">{level(0, "bullet", "")}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>'  # noqa: E501
        body = paragraph("Một", 0, 3) + paragraph(" ", 1) + paragraph("Hai", 1) + paragraph("Lạ", 0, 99)
        assert lines(body, numbering=LAW + bullets) == ["- Một", "Điều 1. Hai", "Lạ"]

    def test_styles_that_are_based_on_each_other_end(self):
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("ab", "ba")
        )
        assert lines(paragraph("Một", style="a"), numbering=LAW, styles=styles) == ["Một"]

    @pytest.mark.parametrize(
        ("number", "form", "text"),
        [
            (9, "lowerRoman", "ix"),
            (27, "upperLetter", "AA"),
            (3, "decimalZero", "03"),
            (0, "upperRoman", "0"),
            (5, "x", "5"),
        ],
    )
    def test_forms_of_numbers(self, number, form, text):
        assert format_number(number, form) == text


class TestWord:
    def test_hyphens_that_are_marks(self):
        run = "<w:t>30/2020/NĐ</w:t><w:noBreakHyphen/><w:t>CP, TT\u2011BGDĐT, giáo\u00ad dục</w:t><w:softHyphen/>"
        assert lines(f"<w:p><w:r>{run}</w:r></w:p>") == ["30/2020/NĐ-CP, TT-BGDĐT, giáo dục"]

    def test_deleted_hidden_and_fallback_text_is_left_out(self):
        body = (
            "<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        )
        assert lines(body) == ["mới"]

    def test_capitals_by_format(self):
        assert lines(paragraph("Thông tư", run="<w:rPr><w:caps/></w:rPr>")) == ["THÔNG TƯ"]
        assert lines(paragraph("Thông tư", run='<w:rPr><w:caps w:val="0"/></w:rPr>')) == ["Thông tư"]

    def test_a_text_box_stands_before_its_paragraph(self):
        box = f"<w:pict><w:txbxContent>{paragraph('BỘ MẪU')}{paragraph('Số: 1/2024/TT-BM')}</w:txbxContent></w:pict>"
        assert lines(f"<w:p><w:r>{box}<w:t>THÔNG TƯ</w:t></w:r></w:p>") == ["BỘ MẪU", "Số: 1/2024/TT-BM", "THÔNG TƯ"]

    def test_rows_of_data_stay_rows_and_never_articles(self):
        def table(*cells):
            row = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
            return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"

        text = lines(paragraph("Điều 1. Một") + table("Điều 2. Hành vi", "Mức phạt") + paragraph("Điều 2. Hai"))
        assert text == ["Điều 1. Một", "Điều 2. Hành vi | Mức phạt", "Điều 2. Hai"]
        assert [node.heading for node in parse_structure(text)] == ["Một", "Hai"]
        head = table("BỘ MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        assert lines(head) == ["BỘ MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]

    def test_a_head_set_by_tabs(self):
        body = (
            (
                "<w:p><w:r><w:t>BỘ MẪU</w:t><w:tab/><w:tab/><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p>"
                "<w:p><w:r><w:t>Số: 1/2024/TT-BM</w:t><w:tab/><w:t>Hà Nội, ngày 2 tháng 3 năm 2024</w:t></w:r></w:p>"
            )
            + paragraph("THÔNG TƯ")
            + paragraph("Về mẫu")
            + paragraph("Căn cứ Luật Mẫu;")
        )
        told = read_front_matter(lines(body)).values
        assert (told["issuers"], told["number"], told["issued"]) == ("Bộ Mẫu", "1/2024/TT-BM", "2024-03-02")

    def test_the_document_may_lie_under_another_name(self):
        assert lines(paragraph("Kế hoạch"), main="word/document2.xml") == ["Kế hoạch"]


class TestPdfLines:
    @staticmethod
    def page(*rows: tuple[float, float, str], height: float = 800) -> pdf_lines.Page:
        """Rows of (left, top, text), six points a letter, as the reader of a page gives them."""
        words = []
        for left, top, text in rows:
            for part in text.split(" "):
                words.append(pdf_lines.Word(part, left, left + 6 * len(part), top, top + 12))
                left += 6 * len(part) + 3
        return pdf_lines.Page(height, list(pdf_lines._order_columns(pdf_lines._group_rows(words))))

    def test_a_head_in_two_columns_is_read_column_by_column(self):
        page = self.page(
            (100, 50, "BỘ MẪU"), (300, 50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (330, 66, "Độc lập - Tự do - Hạnh phúc"),
            (90, 88, "Số: 12/2024/TT-BM"), (320, 91, "Mẫu, ngày 2 tháng 3 năm 2024"), (240, 120, "THÔNG TƯ"),
            (100, 140, "Quy định về một việc mà nhiều nơi cùng làm trong năm học"),
        )  # fmt: skip
        assert [line.text for line in page.lines] == [
            "BỘ MẪU", "Số: 12/2024/TT-BM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "Mẫu, ngày 2 tháng 3 năm 2024", "THÔNG TƯ", "Quy định về một việc mà nhiều nơi cùng làm trong năm học",
        ]  # fmt: skip

    def test_recipients_stand_before_the_signature_beside_them(self):
        page = self.page(
            (60, 50, "Nơi nhận:"), (300, 50, "KT. BỘ TRƯỞNG"), (60, 66, "- Như trên;"), (310, 66, "THỨ TRƯỞNG"),
            (60, 82, "- Lưu: VT."), (300, 130, "Trần Thị Mẫu"),
        )  # fmt: skip
        assert [line.text for line in page.lines][3:] == ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Trần Thị Mẫu"]

    def test_what_returns_on_every_page_and_page_numbers_are_left_out(self):
        pages = [
            self.page(
                (60, 20, f"CÔNG BÁO/Số {n}/Ngày 2-3-2024"), (60, 100, f"Chữ của trang {n}"), (300, 780, f"- {n} -")
            )
            for n in (1, 2, 3)
        ]
        assert pdf_lines.page_texts(pages) == [f"Chữ của trang {n}" for n in (1, 2, 3)]

    def test_lines_that_the_margin_has_broken_are_joined(self):
        rows = []
        for n in range(6):
            top = 100 + 60 * n
            rows += [(90, top, f"Điều {n + 1}. Tên"), (90, top + 20, "Nhà trường lo cho người học theo quy định tại"),
                (60, top + 40, f"Điều 142. Phần còn lại của câu {n}.")]  # fmt: skip
        text = pdf_lines.page_texts([self.page(*rows)])[0]
        assert text.split("\n")[:2] == [
            "Điều 1. Tên", "Nhà trường lo cho người học theo quy định tại Điều 142. Phần còn lại của câu 0.",
        ]  # fmt: skip
        assert [str(fault) for fault in find_order_faults(parse_structure(text))] == []

    def test_pages_beyond_the_time_are_read_plainly(self, monkeypatch):
        monkeypatch.setattr(pdf, "COORDINATES", -1)
        with (FILES / "tuned" / "a03.pdf").open("rb") as file:
            found = pdf.read_pages(file)
        assert len(found) > 1
        assert "Điều 1." in "".join(found)


class TestOldWord:
    def test_without_libreoffice_this_file_alone_is_refused(self, monkeypatch, tmp_path):
        monkeypatch.setattr(old_word, "find_libreoffice", lambda: "")
        assert read_source(FILES / "tuned" / "a20.doc").state == OLD_WORD

    @OFFICE
    def test_with_it_it_is_read(self):
        source = read_source(FILES / "tuned" / "a20.doc")
        assert (source.state, source.proposal.values["number"]) == (TEXT, "11/2017/TT-BTP")

    @OFFICE
    def test_a_damaged_file_is_unreadable(self, tmp_path):
        path = tmp_path / "x.doc"
        path.write_bytes((FILES / "tuned" / "a20.doc").read_bytes()[:3000])
        assert extract_old_word(path).state in (UNREADABLE, "no_text")

    def test_a_program_that_never_ends_is_ended(self, monkeypatch, tmp_path):
        script = tmp_path / "soffice"
        script.write_text("#!/bin/sh\nsleep 60 & echo $! > " + str(tmp_path / "child") + "\nwait\n")
        script.chmod(0o755)
        monkeypatch.setattr(old_word, "find_libreoffice", lambda: str(script))
        monkeypatch.setattr(old_word, "OFFICE_SECONDS", 1)
        assert extract_old_word(FILES / "tuned" / "a20.doc").state == UNREADABLE
        child = (tmp_path / "child").read_text().strip()
        state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False).stdout
        assert not state.strip() or state.startswith("Z")

    def test_html_and_docx_under_that_name_need_no_libreoffice(self, monkeypatch, tmp_path):
        monkeypatch.setattr(old_word, "find_libreoffice", lambda: "")
        page, document = tmp_path / "a.doc", tmp_path / "b.doc"
        page.write_text("<html><body><p>Số: 15/2024/TT-BGDĐT</p><p>THÔNG TƯ</p><p>Về mẫu</p></body></html>")
        document.write_bytes(word_document("15/2024/TT-BGDĐT"))
        assert [read_source(path).proposal.values["number"] for path in (page, document)] == ["15/2024/TT-BGDĐT"] * 2


@pytest.mark.django_db
class TestRuns:
    def test_one_bad_file_fails_no_run(self, write, monkeypatch):  # noqa: F811
        monkeypatch.setattr(old_word, "find_libreoffice", lambda: "")
        old = (FILES / "tuned" / "a20.doc").read_bytes()
        path = write(
            archive(**{"a.docx": word_document(), "b.doc": old, "c.pdf": b"x", "d.docx": b"PK\x03\x04"}), "goi.zip"
        )
        report = run(path)
        assert (report["proposed"], report["rejected"]) == (1, 3)
        assert {entry["file"] for entry in report["rejections"]} == {"b.doc", "c.pdf", "d.docx"}

    def test_a_file_that_cannot_be_kept_is_told_and_the_others_go_on(self, write, monkeypatch):  # noqa: F811
        real = proposals._store_proposal

        def keep(path, name, *rest):
            if name == "a.docx":
                raise OSError("full")
            return real(path, name, *rest)

        monkeypatch.setattr(proposals, "_store_proposal", keep)
        content = archive(**{"a.docx": word_document(), "b.docx": word_document("16/2024/TT-BGDĐT")})
        report = run(write(content, "goi.zip"))
        assert (report["proposed"], [entry["file"] for entry in report["rejections"]]) == (1, ["a.docx"])

    def test_the_text_of_another_document_is_not_taken(self, write):  # noqa: F811
        table = "type,number,title,files\nThông tư,15/2024/TT-BGDĐT,Quy định mẫu,a.docx\n".encode()
        run(write(archive(**{"bang.csv": table, "a.docx": word_document("99/2024/TT-BGDĐT")}), "goi.zip"))
        document = LegalDocument.objects.get()
        assert (document.number_raw, document.provisions.count(), document.files.count()) == ("15/2024/TT-BGDĐT", 0, 1)


@pytest.mark.django_db
class TestDoubts:
    def proposed(self, **values) -> ProposedDocument:
        told = {"number": "15/2024/TT-BGDĐT", "issued": "2024-03-02", "type": "Thông tư", "title": "Mẫu", **values}
        text = "BỘ MẪU\nSố: 15/2024/TT-BGDĐT\nMẫu, ngày 02 tháng 3 năm 2024\nTHÔNG TƯ\nMẫu\nCăn cứ;\nĐiều 1. Một\nChữ."
        return ProposedDocument.objects.create(name="a.html", kind="html", sha256="0" * 64, text_state="text",
            text=told.pop("text", text), values=told)  # fmt: skip

    def codes(self, **values) -> list[str]:
        return [doubt.code for doubt in proposals.proposal_uncertainties(self.proposed(**values))]

    @pytest.mark.parametrize(
        ("values", "codes"),
        [
            ({}, []),
            ({"number": ""}, ["number_missing"]),
            ({"number": "15"}, ["number_form", "number_several"]),
            ({"issued": ""}, ["day_missing"]),
            ({"issued": "2024-02-31"}, ["day_missing", "day_several"]),
            ({"issued": "2023-03-02"}, ["number_year", "day_several"]),
            ({"type": "Quyết định"}, ["number_type"]),
            ({"number": "15/2124/TT-BGDĐT", "issued": "2124-03-02"}, ["day_future", "number_several", "day_several"]),
            ({"text": "Số: 15/2024/TT-BGDĐT\nSố: 16/2024/TT-BGDĐT\nTHÔNG TƯ"}, ["number_several"]),
            ({"text": "Số: 15/2024/TT-BGDĐT\nHà Nội, ngày 31 tháng 2 năm 2024\nTHÔNG TƯ"}, ["day_several"]),
        ],
    )
    def test_what_is_in_doubt(self, values, codes):
        assert self.codes(**values) == codes

    def test_in_doubt_it_is_a_draft_until_somebody_has_checked(self):
        proposed = self.proposed(issued="")
        record = proposals.proposed_record(proposed.values)
        assert not proposals.confirm_proposal(proposed, record, take_text=True, user=None)[1].live
        other = self.proposed(issued="", number="16/2024/TT-BGDĐT")
        record = proposals.proposed_record(other.values)
        assert proposals.confirm_proposal(other, record, take_text=True, user=None, checked=True)[1].live

    def test_a_value_that_a_person_sets_is_in_doubt_no_more(self):
        proposed = self.proposed(issued="")
        record = proposals.proposed_record(proposed.values | {"issued": "2024-03-02"})
        assert proposals.confirm_proposal(proposed, record, take_text=True, user=None)[1].live

    def test_a_public_document_is_not_changed(self):
        there = make_document("15/2024/TT-BGDĐT", issuers=["Bộ Giáo dục và Đào tạo"], title="Cũ")
        proposed = self.proposed(issued="")
        with pytest.raises(proposals.UncertainProposal, match="day_missing"):
            proposals.confirm_proposal(proposed, proposals.proposed_record(proposed.values), take_text=True, user=None)
        there.refresh_from_db()
        proposed.refresh_from_db()
        assert (there.title, there.live, proposed.state) == ("Cũ", True, "waiting")


@pytest.mark.parametrize("half", ["tuned", "unseen"])
def test_the_set_is_read(half):
    """Nearly all of it; the figures stand in docs/legal-library.md. Word's old format where LibreOffice is."""
    folder = FILES / half

    rows = list(file_truth.read_truth(folder))
    assert len(rows) >= 20
    assert all((folder / row["file"]).is_file() for row in rows)
    found = file_truth.score_reading(folder)
    absent = [] if old_word.find_libreoffice() else [row["file"] for row in rows if row["file"].endswith(".doc")]
    for name in file_truth.VALUES:
        wrong = [entry for entry in found.wrong if entry[1] == name and entry[0] not in absent]
        assert len(wrong) <= 0.03 * len(rows), wrong


def test_a_truth_that_is_not_met_is_counted(tmp_path):
    shutil.copy(FILES / "tuned" / "a10.html", tmp_path / "a.html")
    (tmp_path / "truth.jsonl").write_text(
        '{"file": "a.html", "number": "1/QĐ-TTg", "articles": ["1", "2", "3", "4"]}\n'
    )
    found = file_truth.score_reading(tmp_path)
    assert (found.percent("number"), found.percent("articles")) == (0, 100)
    assert found.wrong == [("a.html", "number", "512/QĐ-TTg", "1/QĐ-TTg")]
