"""DOCX, PDF, HTML and archives: what they say of themselves is proposed, hostile ones are refused."""

import io
import json
import stat
import zipfile
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.core.media.file_text.html import read_pages as html_pages
from cms.legal.importer import proposals
from cms.legal.importer.documents.front_matter import read_front_matter
from cms.legal.importer.documents.line_unwrapping import unwrap_lines
from cms.legal.importer.documents.sources import read_source
from cms.legal.importer.records import ImportFileError
from cms.legal.importer.tables.archives import unpack_archive
from cms.legal.models import LegalDocument, LegalDocumentFile, ProposedDocument
from tests.factories.files import pdf

ATTACHMENTS = Path(settings.LEGAL_DATA_DIR) / "attachments"
HEAD = [
    "UBND HUYỆN MẪU", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "______", "Số: 12/KH-PGDĐT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "Mẫu, ngày 05 tháng 9 năm 2024", "KẾ HOẠCH", "PHỔ BIẾN PHÁP LUẬT NĂM HỌC MỚI",
    "____",
]  # fmt: skip
BODY = ["Căn cứ Luật Giáo dục;", "I. MỤC ĐÍCH", "Việc phổ biến pháp luật trong năm học mới."]
FOOT = ["Nơi nhận:", "- Các trường;", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "(Đã ký)", "Nguyễn Văn Mẫu"]


def word_document(number="12/KH-PGDĐT") -> bytes:
    """With the head in a table of two columns, as offices write it."""
    from docx import Document

    document = Document()
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text = f"BỘ GIÁO DỤC VÀ ĐÀO TẠO\n-------\nSố: {number}"
    cells[1].text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 02 tháng 3 năm 2024"
    for line in (
        "THÔNG TƯ", "Quy định mẫu", "Căn cứ Luật Mẫu;", "Điều 1. Phạm vi", "1. Một.", "Điều 2. Hiệu lực",
        "Thông tư này có hiệu lực thi hành từ ngày 20 tháng 4 năm 2024./.",
    ):  # fmt: skip
        document.add_paragraph(line)
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text = "Nơi nhận:\n- Như trên;"
    cells[1].text = "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nTrần Thị Mẫu"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in files.items():
            found.writestr(name.replace("__", "."), content)
    return out.getvalue()


@pytest.fixture
def write(tmp_path):
    def _write(content: bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return _write


def run(*paths, **options) -> dict:
    out = StringIO()
    call_command("import_legal_documents", *map(str, paths), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


class TestTitleBlock:
    def test_a_plan_of_a_department(self):
        found = read_front_matter([*HEAD, *BODY, *FOOT])
        assert found.values == {
            "number": "12/KH-PGDĐT",
            "issued": "2024-09-05",
            "place": "Mẫu",
            "type": "Kế hoạch",
            "title": "Phổ biến pháp luật năm học mới",
            "issuers": "Phòng Giáo dục và Đào tạo huyện Mẫu",
            "signer": "Nguyễn Văn Mẫu",
            "signer_title": "KT. Trưởng phòng, Phó Trưởng phòng",
        }
        assert found.lines["number"] == [3]
        assert found.lines["issuers"] == [0, 1]

    @pytest.mark.parametrize(
        "lines",
        [
            ["Số: 12/2020/TT-BLĐTBXH Hà Nội,", "ngày 12 tháng 11 năm 2020"],
            ["Số: 12/2020/TT-BLĐTBXH Hà Nội, ngày 12 tháng 11 năm 2020"],
            ["Số: 12/2020/TT-BLĐTBXH", "Hà Nội, ngày 12 tháng 11 năm 2020"],
        ],
    )
    def test_a_place_beside_the_number_is_none_of_it(self, lines):
        found = read_front_matter(["BỘ MẪU", *lines, "THÔNG TƯ", "Về lao động", "Căn cứ Bộ luật Mẫu;"])
        assert (found.values["number"], found.values["issued"]) == ("12/2020/TT-BLĐTBXH", "2020-11-12")

    @pytest.mark.parametrize("number", ["56/ 2015/ NĐ - CP", "12/KH-PGD&ĐT", "74 /2025/TT- NHNN", "1581/BGDĐT-GDTrH"])
    def test_a_number_with_blanks_stays_whole(self, number):
        assert read_front_matter(["BỘ MẪU", f"Số: {number}", "Căn cứ Luật Mẫu;"]).values["number"] == number

    def test_a_signature_above_the_text(self):
        signed = ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "(Đã ký)", "Nguyễn Văn Mẫu"]
        lines = ["BỘ MẪU", "Số: 12/2020/TT-BM", *signed, "THÔNG TƯ", "Về sân chơi", "Căn cứ Luật Mẫu;", "Điều 1. Một"]
        found = read_front_matter(lines)
        assert found.values["signer"] == "Nguyễn Văn Mẫu"
        assert found.values["title"] == "Về sân chơi"

    def test_an_official_letter_has_its_subject_below_the_number(self):
        lines = ["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 154/SGDĐT-GDTrH", "V/v tổ chức Ngày Pháp luật", "năm 2024",
            "Hà Nội, ngày 1 tháng 10 năm 2024"]  # fmt: skip
        found = read_front_matter(
            [*lines, "Kính gửi: Các trường", "Đề nghị các trường thực hiện./.", "GIÁM ĐỐC", "LÊ VĂN MẪU"]
        )
        assert found.values["type"] == "Công văn"
        assert found.values["title"] == "Tổ chức Ngày Pháp luật năm 2024"
        assert (found.values["signer"], found.values["signer_title"]) == ("Lê Văn Mẫu", "Giám đốc")

    def test_joint_issuers_stay_several(self):
        lines = [
            "BỘ NỘI VỤ",
            "BỘ TÀI CHÍNH",
            "Số: 01/2020/TTLT-BNV-BTC",
            "THÔNG TƯ LIÊN TỊCH",
            "Quy định mẫu",
            "Căn cứ",
        ]
        assert read_front_matter(lines).values["issuers"] == "Bộ Nội vụ; Bộ Tài chính"

    @pytest.mark.parametrize(
        "lines", [[], [""], ["Điều 1."], ["Số: 12"], ["Hà Nội, ngày 31 tháng 2 năm 2024"], ["KẾ HOẠCH"] * 500]
    )
    def test_what_is_not_there_is_left_out(self, lines):
        assert not set(read_front_matter(lines).values) - {"type", "title"}


class TestHtml:
    def test_a_head_in_a_table_keeps_its_lines(self):
        cells = ("<p>BỘ NỘI VỤ</p><p>---</p>", "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>")
        text = f"<table><tr><td>{cells[0]}</td><td>{cells[1]}</td></tr></table>"
        assert html_pages(io.BytesIO(text.encode()))[0].split("\n")[0] == "BỘ NỘI VỤ"

    def test_a_table_of_data_keeps_its_rows(self):
        text = "<table><tr><td><p>Lớp</p></td><td><p>Số tiết</p></td></tr></table>"
        assert html_pages(io.BytesIO(text.encode())) == ["Lớp | Số tiết"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1258"])
    def test_the_encoding_is_the_one_that_the_file_names(self, encoding):
        meta = '<meta charset="windows-1258">' if encoding == "windows-1258" else ""
        content = f"{meta}<p>Số: 12/2024/TT-BNV</p>".encode(encoding, "ignore" if meta else "strict")
        assert "12/2024/TT-BNV" in html_pages(io.BytesIO(content))[0]


class TestLinesOfPages:
    def test_a_word_a_line(self):
        text = "Chương I QUY ĐỊNH Điều 1. Phạm vi áp dụng 1. Người học; 2. Người dạy. Điều 2. Hiệu lực "
        words = (text + "của văn bản " * 20).split()
        assert unwrap_lines(["\n \n".join(words)])[:3] == [
            "Chương I QUY ĐỊNH",
            "Điều 1. Phạm vi áp dụng",
            "1. Người học;",
        ]

    def test_page_numbers_and_margins_go(self):
        long = "Nghị định này quy định mức lương tối thiểu tháng và mức lương tối thiểu"
        assert unwrap_lines([f"{long}\ngiờ của", "2\nngười học.\na) Một;\nb) Hai."]) == [f"{long} giờ của người học.",
            "a) Một;", "b) Hai."]  # fmt: skip


@pytest.mark.skipif(not ATTACHMENTS.is_dir(), reason="LEGAL_DATA_DIR has no attachments")
@pytest.mark.parametrize(
    ("name", "number", "issued", "signer", "articles"),
    [
        ("docx/30_2020_ND_CP.docx", "30/2020/NĐ-CP", "2020-03-05", "Nguyễn Xuân Phúc", 38),
        ("docx/604_QD-TTg_700112.docx", "604/QĐ-TTg", "2026-04-02", "Nguyễn Chí Dũng", 3),
        ("docx/Luat-43-2019-QH14-giao-duc.docx", "43/2019/QH14", "2019-06-14", "Nguyễn Thị Kim Ngân", 115),
        ("docx/Luat-97-2025-QH15.docx", "97/2025/QH15", "2025-06-27", "Trần Thanh Mẫn", 5),
        ("html/187060_01-2026-TT-BGDĐT.html", "01/2026/TT-BGDĐT", "2026-01-20", "Phạm Ngọc Thưởng", 5),
        ("pdf/ND-293-2025-luong-toi-thieu.pdf", "293/2025/NĐ-CP", "2025-11-10", "Hồ Đức Phớc", 5),
        ("pdf/gdocs_word_per_line_Luat-BHXH.pdf", None, None, None, 13),
        ("pdf/scan_vbpl_8111.pdf", None, None, None, 0),
    ],
)
def test_official_files(name, number, issued, signer, articles):
    from cms.legal.parsing.texts.structure import parse_structure

    source = read_source(ATTACHMENTS / name)
    told = source.proposal.values
    assert (told.get("number"), told.get("issued"), told.get("signer")) == (number, issued, signer)
    assert sum(node.kind == "article" for node in parse_structure(source.text)) == articles
    assert source.has_text_layer == (None if not name.startswith("pdf") else "scan" not in name)


@pytest.mark.django_db
class TestProposals:
    def test_a_file_is_proposed_and_not_imported(self, write):
        path = write(word_document("15/2024/TT-BGDĐT"), "a.docx")
        report = run(path)
        assert (report["proposed"], report["created"], LegalDocument.objects.count()) == (1, 0, 0)
        proposed = ProposedDocument.objects.get()
        assert proposed.values["number"] == "15/2024/TT-BGDĐT"
        assert proposed.values["effective"] == "2024-04-20"
        assert "Điều 2. Hiệu lực" in proposed.text
        run(path)
        assert ProposedDocument.objects.count() == 1

    def test_what_is_confirmed_comes_with_text_and_file(self, write):
        proposed = proposals.propose_file(write(word_document("15/2024/TT-BGDĐT"), "a.docx"), "a.docx")
        record = proposals.proposed_record(proposed.values | {"title": "Quy định đã sửa"})
        _report, document = proposals.confirm_proposal(proposed, record, take_text=True, user=None)
        assert (document.title, document.issuer_names) == ("Quy định đã sửa", ["Bộ Giáo dục và Đào tạo"])
        assert list(document.provisions.values_list("anchor", flat=True)) == ["mo-dau", "dieu-1", "dieu-2", "ket"]
        kept = document.files.get()
        assert (kept.role, kept.sha256, kept.has_text_layer) == ("text", proposed.sha256, None)
        again, nothing = proposals.confirm_proposal(proposed, record, take_text=True, user=None)
        assert nothing is None
        assert not again.created

    def test_a_scan_is_marked(self, write):
        report = run(write(pdf("", "", ""), "scan.pdf"))
        assert [entry["code"] for entry in report["flags"]] == ["scan"]
        proposed = ProposedDocument.objects.get()
        assert (proposed.text_state, proposed.values) == ("no_text", {})
        record = proposals.proposed_record({"number": "7/KH-UBND", "title": "Kế hoạch", "type": "Kế hoạch"})
        _report, document = proposals.confirm_proposal(proposed, record, take_text=True, user=None)
        kept = document.files.get()
        assert (kept.has_text_layer, kept.pages, kept.role) == (False, 3, "original")

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.docx", b"no archive"),
            ("a.docx", b"PK\x03\x04 broken"),
            ("a.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 2000),
            ("a.pdf", b"hello"),
            ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
            ("a.html", b"\x00\x01"),
        ],
    )
    def test_files_that_are_none_are_refused_with_a_reason(self, write, name, content):
        with pytest.raises(CommandError):
            run(write(content, name))
        with pytest.raises(ImportFileError) as error:
            proposals.propose_file(write(content, name), name)
        assert error.value.problem.code == "file_state"
        assert not ProposedDocument.objects.exists()


@pytest.mark.django_db
class TestArchives:
    TABLE = (
        "type,number,title,issuer,issued,effective,files\n"
        'Thông tư,15/2024/TT-BGDĐT,Quy định mẫu,Bộ Giáo dục và Đào tạo,2024-03-02,2024-04-20,"tep/a.docx; quet.pdf"\n'
        "Thông tư,16/2024/TT-BGDĐT,Quy định khác,Bộ Giáo dục và Đào tạo,2024-03-02,2024-04-20,khong-co.pdf\n"
    ).encode()

    def zipped(self, number="15/2024/TT-BGDĐT") -> bytes:
        return archive(**{
            "bang.csv": self.TABLE, "tep/a.docx": word_document(number), "quet.pdf": pdf("", ""),
            "thua.pdf": pdf("Thua"), "__MACOSX/x": b"", "ma.exe": b"MZ",
        })  # fmt: skip

    def test_a_table_brings_its_files(self, write):
        path = write(self.zipped(), "goi.zip")
        trial = run(path, dry_run=True)
        assert (trial["created"], trial["files"], LegalDocument.objects.count()) == (2, 2, 0)
        report = run(path)
        assert (report["created"], report["files"], report["rejected"]) == (2, 2, 0)
        assert sorted(entry["code"] for entry in report["flags"]) == ["file_missing", "file_scan", "file_unused",
            "file_unused"]  # fmt: skip
        document = LegalDocument.objects.get(number_raw="15/2024/TT-BGDĐT")
        rows = document.files.order_by("sort_order").values_list("role", "has_text_layer", "pages")
        assert list(rows) == [("text", None, None), ("annex", False, 2)]
        assert document.provisions.filter(kind="article").count() == 2

    def test_the_same_archive_again_changes_nothing(self, write):
        path = write(self.zipped(), "goi.zip")
        run(path)
        before = list(LegalDocumentFile.objects.values_list("pk", "file_id", "sha256"))
        report = run(path)
        assert (report["created"], report["updated"], report["unchanged"], report["files"]) == (0, 0, 2, 0)
        assert list(LegalDocumentFile.objects.values_list("pk", "file_id", "sha256")) == before

    def test_a_file_of_another_document_is_told(self, write):
        report = run(write(self.zipped("99/2024/TT-BGDĐT"), "goi.zip"))
        assert "other_number_in_file" in [entry["code"] for entry in report["flags"]]

    def test_an_archive_of_documents_is_proposed(self, write):
        report = run(write(archive(**{"a.docx": word_document(), "b/c.pdf": pdf("", ""), "d.pdf": b"x"}), "goi.zip"))
        assert (report["proposed"], report["rejected"]) == (2, 1)
        assert set(ProposedDocument.objects.values_list("name", flat=True)) == {"a.docx", "c.pdf"}
        assert "d.pdf" in report["rejections"][0]["file"]


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        info = zipfile.ZipInfo("a.pdf")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        found.writestr(info, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    """The flag of encryption set by hand in both headers."""
    content = bytearray(archive(**{"a.pdf": b"x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (archive(**{"../../etc/a.pdf": b"x"}), "zip_path"),
        (archive(**{"/etc/a.pdf": b"x"}), "zip_path"),
        (archive(**{"C:\\a.pdf": b"x"}), "zip_path"),
        (link(), "zip_link"),
        (locked(), "zip_password"),
        (archive(), "zip_empty"),
        (archive(**{"a.pdf": b"\0" * (8 << 20)}), "zip_bomb"),
        (b"PK\x03\x04 no archive", "unreadable"),
        (archive(**{"a.pdf": b"x" * 5000})[:60], "unreadable"),
        (b"", "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "zip",  # its bytes hold the time of day
)
def test_hostile_archives_are_refused(write, content, code):
    with pytest.raises(ImportFileError) as error, unpack_archive(write(content, "a.zip")):
        pass
    assert error.value.problem.code == code


def test_too_many_members_are_refused(write, monkeypatch):
    monkeypatch.setattr("cms.legal.importer.tables.zip_limits.MAX_MEMBERS", 3)
    with (
        pytest.raises(ImportFileError) as error,
        unpack_archive(write(archive(**{f"{n}.pdf": b"x" for n in range(4)}), "a.zip")),
    ):
        pass
    assert error.value.problem.code == "zip_members"


@pytest.mark.django_db
class TestHostileTables:
    def book(self, sheet: bytes) -> bytes:
        out = io.BytesIO()
        book = openpyxl.Workbook()
        book.active.append(["number"])
        book.save(out)
        content = io.BytesIO()
        with zipfile.ZipFile(out) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, sheet if name.startswith("xl/worksheets/") else old.read(name))
        return content.getvalue()

    def test_entities_in_a_sheet(self, write):
        bomb = '<!DOCTYPE x [<!ENTITY a "' + "ha" * 50 + '">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a,
            b in zip("abcdef", "bcdefg", strict=True)) + "]>"  # fmt: skip
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        data = '<sheetData><row><c t="inlineStr"><is><t>&g;</t></is></c></row></sheetData>'
        sheet = f'<?xml version="1.0"?>{bomb}<worksheet xmlns="{space}">{data}</worksheet>'
        with pytest.raises(CommandError):
            run(write(self.book(sheet.encode()), "a.xlsx"))

    def test_a_sheet_that_unpacks_to_too_much(self, write, monkeypatch):
        monkeypatch.setattr("cms.legal.importer.tables.zip_limits.MAX_SHEET", 1000)
        with pytest.raises(CommandError):
            run(write(self.book(b" " * 5000), "a.xlsx"))

    def test_a_packed_file_without_end(self, write, monkeypatch):
        import gzip

        monkeypatch.setattr("cms.legal.importer.tables.readers.MAX_UNPACKED", 100_000)
        with pytest.raises(CommandError, match="GB"):
            run(write(gzip.compress(b"\n" * 1_000_000), "a.jsonl.gz"))
