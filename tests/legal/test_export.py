"""What leaves the library comes back unchanged; spreadsheets get no formulas; XML is well formed."""

import csv
import datetime
import io
import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from lxml import etree

from cms.legal.exporter.akoma import NAMESPACE, akoma_ntoso
from cms.legal.exporter.files import COLUMNS, csv_lines, json_lines, xlsx_bytes
from cms.legal.models import LegalDocument, LegalField

pytestmark = pytest.mark.django_db

FULL = {
    "type": "Thông tư",
    "number": "15/2024/TT-BGDĐT",
    "title": "=HYPERLINK(“x”) Ban hành quy chế mẫu",
    "issuers": ["Bộ Giáo dục và Đào tạo", "Bộ Tài chính"],
    "issued": "2024-03-05",
    "effective": "2024-05-01",
    "expires": "2030-01-01",
    "abstract": "Trích yếu",
    "summary": "Dòng một\nDòng hai",
    "signer": "Nguyễn Văn Mẫu",
    "status_override": "suspended",
    "status_reason": "Theo quyết định",
    "status_from": "2025-01-01",
    "gazette_no": "12",
    "gazette_on": "2024-04-01",
    "education": False,
    "confidential": True,
    "topics": ["Dân sự", "Giáo dục"],
    "provisions": [
        {"kind": "chapter", "number": "I", "label": "Chương I", "heading": "CHUNG", "anchor": "chuong-i"},
        {
            "kind": "article", "number": "1", "label": "Điều 1", "heading": "Phạm vi", "anchor": "dieu-1",
            "parent": "chuong-i", "text": "1. Một:\na) A;\nb) B.\n2. Hai.",
        },
        {"kind": "annex", "label": "Phụ lục", "anchor": "phu-luc", "text": "Mẫu <1> & 2"},
    ],
    "relations": [
        {"kind": "amends", "document": "Thông tư số 16/2020/TT-BGDĐT", "provisions": "Điều 3", "day": "2024-06-01"},
        {"kind": "basis", "document": "Luật 43/2019/QH14"},
    ],
    "events": [{"kind": "corrected", "document": "Quyết định 7/QĐ-BGDĐT", "day": "2024-07-01"}],
    "live": False,
}  # fmt: skip
OTHER = {"type": "Thông tư", "number": "16/2020/TT-BGDĐT", "issuer": "Bộ Giáo dục và Đào tạo", "issued": "2020-03-05"}


@pytest.fixture
def load(tmp_path):
    def _load(content: bytes, name="rows.jsonl") -> dict:
        path, out = tmp_path / name, StringIO()
        path.write_bytes(content)
        call_command("import_legal_documents", str(path), json=True, stdout=out)
        return json.loads(out.getvalue())

    return _load


def exported() -> bytes:
    return b"".join(json_lines(LegalDocument.objects.all()))


def lines(*rows) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def test_json_lines_come_back_without_loss(load):
    load(lines(FULL, OTHER))
    first = exported()
    rows = [json.loads(line) for line in first.splitlines()]
    assert {name: rows[0][name] for name in FULL} == FULL | {"live": False}
    again = load(first)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    LegalDocument.objects.all().delete()
    LegalField.objects.all().delete()
    assert load(first)["created"] == 2
    assert exported() == first
    document = LegalDocument.objects.get(number_norm="15/2024/TT-BGDĐT")
    assert document.relations.get(kind="amends").target.number_norm == "16/2020/TT-BGDĐT"  # bound on arrival
    assert document.provisions.get(anchor="dieu-1").parent.anchor == "chuong-i"


def test_the_whole_text_replaces_what_was_there(load):
    load(lines(FULL))
    load(lines(FULL | {"provisions": FULL["provisions"][:2]}))
    assert list(LegalDocument.objects.get().provisions.values_list("anchor", flat=True)) == ["chuong-i", "dieu-1"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"provisions": [{"kind": "x", "anchor": "a"}]}, "bad_provision"),
        ({"provisions": [{"kind": "article", "anchor": '"><script>'}]}, "bad_provision"),
        ({"provisions": [{"kind": "article", "anchor": "a"}] * 2}, "anchor_twice"),
        ({"level": "galaxy"}, "bad_choice"),
        ({"confidential": "maybe"}, "bad_choice"),
        ({"relations": "x"}, "not_list"),
        ({"relations": [{"kind": "eats"}]}, "bad_choice"),
        ({"issuers": [3]}, "not_text"),
    ],
)
def test_what_makes_no_sense_is_rejected(load, change, code):
    report = load(lines(FULL | change, OTHER))
    assert [row["code"] for row in report["rejections"]] == [code]


def test_tables_hold_no_formulas_and_come_back(load):
    load(lines(FULL))
    documents = LegalDocument.objects.all()
    table = list(csv.reader(io.StringIO(b"".join(csv_lines(documents)).decode("utf-8-sig"))))
    assert table[0] == list(COLUMNS)
    assert table[1][2].startswith("'=")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_bytes(documents)))).active
    assert [cell.value or "" for cell in sheet[2]] == table[1]
    assert "f" not in {cell.data_type for row in sheet for cell in row}
    for name, write in (("bang.csv", csv_lines), ("bang.xlsx", xlsx_bytes)):
        again = load(b"".join(write(documents)), name)
        assert (again["unchanged"], again["updated"], again["rejected"]) == (1, 0, 0)


def test_a_workbook_with_dates_and_empty_rows(load):
    book = openpyxl.Workbook()
    for row in (
        ["type", "number", None, "issuer", "issued", "education"],
        ["Thông tư", "16/2020/TT-BGDĐT", "unused", "Bộ Giáo dục và Đào tạo", datetime.datetime(2020, 3, 5), True],
        [None] * 6,
        ["Thông tư", "17/2020/TT-BGDĐT", None, "Bộ Giáo dục và Đào tạo", "31/02/2020", None],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    report = load(out.getvalue(), "bang.xlsx")
    assert (report["rows"], report["created"]) == (2, 2)
    assert [row["cell"] for row in report["flags"] if row["code"] == "bad_date"] == ["E4"]
    days = LegalDocument.objects.order_by("number_key").values_list("issued_on", flat=True)
    assert list(days) == [datetime.date(2020, 3, 5), None]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04"])
def test_what_is_no_workbook_is_told(load, content):
    with pytest.raises(CommandError):
        load(content, "bang.xlsx")


@pytest.mark.parametrize("name", ["library.jsonl", "library.csv", "library.xlsx"])
def test_the_command_writes_what_the_import_reads(load, tmp_path, name):
    load(lines(FULL, OTHER))
    path, out = tmp_path / name, StringIO()
    with override("en"):
        call_command("export_legal_documents", str(path), stdout=out)
    assert out.getvalue() == "2 documents written.\n"
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith("library")] == [name]
    assert load(path.read_bytes(), name)["unchanged"] == 2


@pytest.mark.parametrize("name", ["library.pdf", "no/such/folder/library.csv"])
def test_the_command_says_what_it_cannot_write(tmp_path, name):
    with pytest.raises(CommandError):
        call_command("export_legal_documents", str(tmp_path / name))


def test_a_document_as_xml(load):
    load(lines(FULL))
    document = LegalDocument.objects.get()
    root = etree.fromstring(akoma_ntoso(document, list(document.provisions.order_by("order"))))
    names = {"a": NAMESPACE}
    assert root.xpath("string(//a:FRBRnumber/@value)", namespaces=names) == "15/2024/TT-BGDĐT"
    article = root.xpath("//a:chapter[@eId='chuong-i']/a:article[@eId='dieu-1']", namespaces=names)[0]
    assert article.xpath("a:paragraph/a:num/text()", namespaces=names) == ["1.", "2."]
    assert article.xpath("a:paragraph[1]/a:point/@eId", namespaces=names) == [
        "dieu-1-khoan-1-diem-a",
        "dieu-1-khoan-1-diem-b",
    ]
    assert root.xpath("string(//a:hcontainer[@eId='phu-luc'])", namespaces=names).strip().endswith("Mẫu <1> & 2")


@pytest.mark.long
@pytest.mark.legal_data
def test_the_real_education_library_comes_back(load, legal_data):
    path = legal_data / "legal" / "phapdien_education_library.jsonl"
    call_command("import_legal_documents", str(path), stdout=StringIO())
    first = exported()
    LegalDocument.objects.all().delete()
    load(first)
    assert exported() == first
    for document in LegalDocument.objects.prefetch_related("provisions")[:40]:
        etree.fromstring(akoma_ntoso(document, list(document.provisions.all())))


@pytest.mark.long
@pytest.mark.legal_data
def test_the_whole_real_library_survives_a_round_trip(legal_data, tmp_path):
    """An export of both data sets, read into a library without documents, is exported byte for byte as before."""
    files = ("phapdien_education_library.jsonl", "vbpl_documents_fulltext.jsonl.xz")
    for name in files:
        call_command("import_legal_documents", str(legal_data / "legal" / name), stdout=StringIO())
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    call_command("export_legal_documents", str(first), stdout=StringIO())
    assert len(first.read_bytes().splitlines()) > 900
    LegalDocument.objects.all().delete()
    call_command("import_legal_documents", str(first), stdout=StringIO())
    call_command("export_legal_documents", str(second), stdout=StringIO())
    assert second.read_bytes() == first.read_bytes()


def test_documents_without_a_number_never_stop_an_import(load):
    """Their sources and versions hold mappings, and two rows that state the same are one document."""
    row = {
        "type": "Quy định", "number": "Không số", "title": "Quy định mẫu", "issuers": ["Bộ Giáo dục và Đào tạo"],
        "issued": "2020-01-02", "effective": "2020-02-01", "text": "Điều 1. Phạm vi\nÁp dụng cho trường mẫu.",
    }  # fmt: skip
    load(lines(row))
    first = exported()
    LegalDocument.objects.all().delete()
    load(first + first)
    assert exported() == first
