"""XLSX as programs write it and as nobody should: dates, formulas, merged cells, what unpacks to too much."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from cms.legal.importer.records import ImportFileError
from cms.legal.importer.tables import workbooks, zip_limits
from cms.legal.importer.tables.readers import read_rows

HEAD = ["Số ký hiệu", "Trích yếu", "Cơ quan ban hành", "Ngày ban hành"]


def saved(tmp_path, book):
    book.save(tmp_path / "bang.xlsx")
    return tmp_path / "bang.xlsx"


def made(tmp_path, rows, edit=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    edit(book.active)
    return saved(tmp_path, book)


def by_hand(tmp_path, sheet, strings="", styles="", book="", **parts):
    """A workbook of which only the parts given are there."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    path = tmp_path / "hand.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="{relation}">{book}<sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="r1" Type="{relation}/worksheet" Target="worksheets/a.xml"/>'
            f'<Relationship Id="r2" Type="{relation}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="r3" Type="{relation}/styles" Target="/xl/styles.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/a.xml", sheet)
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        if styles:
            archive.writestr("xl/styles.xml", styles)
    return path


def inline(*rows):
    cells = ["".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in row) for row in rows]
    return "<worksheet><sheetData>" + "".join(f"<row>{row}</row>" for row in cells) + "</sheetData></worksheet>"


def code_of(path):
    with pytest.raises(ImportFileError) as error:
        list(read_rows(path))
    return error.value.problem.code


def test_dates_are_dates_however_they_are_stored(tmp_path):
    rows = [HEAD] + [[f"{n}/2024/TT-BGDĐT", "A", "B", day] for n, day in enumerate(
        [datetime.datetime(2024, 3, 5), datetime.date(2024, 3, 5), 45356, "05/03/2024", 45356.75, 2024])]  # fmt: skip
    found = [line.value["issued"] for line in read_rows(made(tmp_path, rows))]
    day = datetime.date(2024, 3, 5)
    assert found == [day, day, day, "05/03/2024", day, 2024]


def test_dates_count_from_the_day_that_the_workbook_says(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append(HEAD)
    book.active.append(["1/2024/TT-BGDĐT", "A", "B", datetime.date(2024, 3, 5)])
    book.active.append(["2/2024/TT-BGDĐT", "A", "B", 43894])  # not told to be a date: not guessed
    assert [line.value["issued"] for line in read_rows(saved(tmp_path, book))] == [datetime.date(2024, 3, 5), "43894"]


def test_a_formula_counts_by_its_result_and_without_one_is_told(tmp_path):
    path = made(tmp_path, [HEAD, ["1/2024/TT-BGDĐT", '="A"&"B"', "C", None]])
    (line,) = read_rows(path)
    assert "title" not in line.value
    assert [(note.code, dict(note.values)["cell"]) for note in line.notes] == [("formula_without_value", "B2")]
    cell = '<c r="B2" t="str"><f>"A"&amp;"B"</f><v>AB</v></c>'
    sheet = inline(["number", "title"], ["1/2024/TT-BGDDT"]).replace("</row></sheetData>", f"{cell}</row></sheetData>")
    (line,) = read_rows(by_hand(tmp_path, sheet))
    assert line.value["title"] == "AB"


def test_errors_of_formulas_keep_their_words(tmp_path):
    sheet = inline(["number", "title"], ["1/2024/TT-BGDDT"]).replace(
        "</row></sheetData>", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    )
    (line,) = read_rows(by_hand(tmp_path, sheet))
    assert line.value["title"] == "#DIV/0!"  # ``values.is_no_value`` refuses it


def test_what_is_merged_over_rows_stands_in_each_of_them(tmp_path):
    rows = [
        ["DANH MỤC"],
        HEAD,
        *([f"{n}/2024/TT-BGDĐT", "A", "Bộ Y tế" if n == 1 else None, None] for n in (1, 2, 3, 4)),
    ]

    def edit(sheet):
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("C3:C5")

    found = [line.value.get("issuer") for line in read_rows(made(tmp_path, rows, edit))]
    assert found == ["Bộ Y tế", "Bộ Y tế", "Bộ Y tế", None]


def test_empty_rows_are_skipped_and_counted(tmp_path):
    rows = [HEAD, [None] * 4, ["1/2024/TT-BGDĐT"], ["", " ", None, None], ["2/2024/TT-BGDĐT"]]
    assert [line.place.line for line in read_rows(made(tmp_path, rows))] == [3, 5]


def test_texts_with_formats_in_them(tmp_path):
    strings = (
        "<sst><si><r><t>Số </t></r><r><t>hiệu</t></r><rPh><t>đọc</t></rPh></si><si><t>1/2024/TT-BGDĐT</t></si></sst>"
    )
    cells = ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c><c t="s"><v>99</v></c>']
    rows = "".join(f"<row>{row}</row>" for row in cells)
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    (line,) = read_rows(by_hand(tmp_path, sheet, strings))
    assert line.value == {"number": "1/2024/TT-BGDĐT"}


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>',
        "<worksheet><sheetData><row>",
        "<a>" * 200 + "</a>" * 200,
        "no xml",
    ],
)
def test_what_is_no_sheet_is_refused(tmp_path, sheet):
    assert code_of(by_hand(tmp_path, sheet)) == "not_workbook"


def test_a_tag_without_end_is_not_read_again_and_again(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_TAG", 100_000)
    assert code_of(by_hand(tmp_path, f'<worksheet a="{"x" * 400_000}"/>')) == "not_workbook"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("MAX_CELL", 5, "cell_too_long"), ("MAX_STRINGS", 60, "too_much_text"), ("MAX_TEXTS", 1, "too_much_text"),
     ("MAX_PART", 50, "zip_bomb"), ("MAX_STYLES", 1, "not_workbook")],
)  # fmt: skip
def test_limits(tmp_path, monkeypatch, name, value, code):
    path = made(tmp_path, [["number", "title"], ["1/2024/TT-BGDĐT", "a longer text"]])
    if name in ("MAX_CELL", "MAX_STRINGS", "MAX_TEXTS"):
        strings = f"<sst><si><t>number</t></si><si><t>{'title' * 20}</t></si></sst>"
        path = by_hand(tmp_path, inline(["number", "title"], ["1/2024/TT-BGDDT", "a longer text"]), strings)
    monkeypatch.setattr(workbooks, name, value)
    if name == "MAX_PART":
        monkeypatch.setattr(workbooks._Part, "limit", value)
    assert code_of(path) == code


def test_a_sheet_that_unpacks_to_too_much(tmp_path, monkeypatch):
    path = made(tmp_path, [["number"], ["1/2024/TT-BGDĐT"]])
    monkeypatch.setattr(zip_limits, "MAX_SHEET", 100)
    assert code_of(path) == "zip_bomb"


def test_a_row_of_ten_thousand_columns(tmp_path):
    assert code_of(made(tmp_path, [["number", *["x"] * 10_000]])) == "too_many_columns"
    path = made(
        tmp_path,
        [["number", "title"], ["1/2024/TT-BGDĐT", "A", *[None] * 10_000, "far away"], ["2/2024/TT-BGDĐT", "B"]],
    )
    moved, good = read_rows(path)
    assert moved.problem is None or moved.problem.code == "extra_cells"
    assert good.value["title"] == "B"


def test_numbers_of_rows_that_go_back_or_nowhere(tmp_path):
    sheet = (
        inline(["number"], ["1/2024"], ["2/2024"])
        .replace("<row>", '<row r="7">', 1)
        .replace("<row>", '<row r="99999999999">', 1)
    )
    assert [line.place.line for line in read_rows(by_hand(tmp_path, sheet))] == [8, 9]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 a protected workbook"])
def test_what_is_no_archive(tmp_path, content):
    (tmp_path / "x.xlsx").write_bytes(content)
    assert code_of(tmp_path / "x.xlsx") == "not_workbook"


def test_a_workbook_of_which_parts_are_missing(tmp_path):
    for names in (("xl/workbook.xml",), ("xl/_rels/workbook.xml.rels",), ("xl/worksheets/sheet1.xml",)):
        whole = zipfile.ZipFile(made(tmp_path, [["number"], ["1/2024"]]))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for info in whole.infolist():
                if info.filename not in names:
                    archive.writestr(info, whole.read(info))
        (tmp_path / "y.xlsx").write_bytes(out.getvalue())
        assert code_of(tmp_path / "y.xlsx") in ("not_workbook", "empty_table")
