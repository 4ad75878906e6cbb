"""Headings in any usual spelling, codes in the words of offices, the template that is read back."""

import csv
import io

import openpyxl
import pytest
from django.utils.translation import override

from cms.core.text import fold_diacritics
from cms.legal.importer.records import FileLine
from cms.legal.importer.rows import document_record
from cms.legal.importer.tables.columns import COLUMNS, column_letter, read_headings, value_of
from cms.legal.importer.tables.readers import read_rows
from cms.legal.importer.tables.template import csv_template, xlsx_template


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Số ký hiệu", "number"), ("so ky hieu", "number"), ("SỐ, KÝ HIỆU", "number"), ("Số/ký hiệu văn bản", "number"),
        ("Số kí hiệu *", "number"), ("Trích yếu", "title"), ("trich yeu noi dung", "title"),
        ("Ngày ban hành (dd/mm/yyyy)", "issued"), ("Ngay ban hanh", "issued"), ("Ngày, tháng, năm ban hành", "issued"),
        ("Cơ quan ban hành", "issuer"), ("co quan ban hanh", "issuer"), ("Loại văn bản", "type"), ("Loai VB", "type"),
        ("Ngày có hiệu lực", "effective"), ("Ngày hết hiệu lực", "expires"), ("Tình trạng", "stated_status"),
        ("number", "number"), ("vbpl_item_id", "vbpl_item_id"), ("Effective", "effective"), ("STT", ""),
    ],
)  # fmt: skip
def test_headings(heading, name):
    found = read_headings([heading])
    assert (found.names, found.unknown) == ((name,), ())


def test_no_heading_means_two_things():
    names = {}
    for column in COLUMNS:
        for words in (column.name, column.heading, *column.spellings):
            assert names.setdefault(fold_diacritics(words).replace("_", " "), column.name) == column.name


def test_joint_issuers_of_a_cell():
    cell = "Bộ Tài chính và Bộ Nội vụ; Công đoàn Giáo dục Việt Nam"
    record = document_record({"number": "1/2020/TTLT", "issuer": cell}, FileLine(2))
    assert record.issuers == ("Bộ Tài chính", "Bộ Nội vụ", "Công đoàn Giáo dục Việt Nam")


def test_words_of_offices_become_codes():
    assert [value_of("level", word) for word in ("Trung ương", "thanh pho/tinh", "Xã", "x")] == [
        "central", "province", "local", "x",
    ]  # fmt: skip
    assert value_of("nature", "Cá biệt") == "individual"
    assert value_of("title", "Trung ương") == "Trung ương"


@pytest.mark.parametrize(
    ("status", "more", "override", "codes"),
    [
        ("Còn hiệu lực", {}, None, []),
        ("Chưa có hiệu lực", {}, None, []),
        ("Hết hiệu lực", {}, "expired", ["status_of_source"]),
        ("HẾT HIỆU LỰC TOÀN BỘ", {}, "expired", ["status_of_source"]),
        ("Hết hiệu lực", {"expires": "01/01/2024"}, None, []),
        ("Hết hiệu lực", {"expires": "31/02/2024"}, "expired", ["bad_date", "status_of_source"]),
        ("Ngưng hiệu lực", {"status_reason": "Theo Công văn"}, "suspended", ["status_of_source"]),
        ("Hết hiệu lực một phần", {}, None, ["part_of_source"]),
        ("đang xem lại", {}, None, ["unknown_status"]),
    ],
)
def test_of_a_stated_status_only_what_ends_is_set(status, more, override, codes):
    record = document_record({"number": "1/2020/TT-BGDĐT", "stated_status": status, **more}, FileLine(2))
    facts = dict(record.facts)
    assert (facts.get("status_override"), [problem.code for problem in record.problems]) == (override, codes)
    if override:
        assert facts["status_reason"] == more.get("status_reason", status)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_template_explains_each_column(language):
    with override(language):
        book = openpyxl.load_workbook(io.BytesIO(xlsx_template()))
    fill, explained = book.worksheets
    assert [cell.value for cell in fill[1]] == [column.heading for column in COLUMNS]
    assert fill.max_row == 1  # an example there would come in
    rows = list(explained.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [column.heading for column in COLUMNS]
    assert all(row[1] for row in rows)
    assert {cell.number_format for cell in explained["D"]} == {"@"}


def test_the_templates_filled_with_their_examples_are_read(tmp_path):
    examples = [column.example for column in COLUMNS]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_template()))
    book.worksheets[0].append(examples)
    book.save(tmp_path / "mau.xlsx")
    (tmp_path / "mau.csv").write_bytes(csv_template())
    with (tmp_path / "mau.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(examples)
    found = [list(read_rows(tmp_path / name)) for name in ("mau.xlsx", "mau.csv")]
    for (line,) in found:
        record = document_record(line.value, line.place)
        assert (record.problems, record.number.norm, record.issued_on.year) == ((), "32/2018/TT-BGDĐT", 2018)
        assert dict(record.facts)["education"] is True


def test_letters_of_columns():
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
