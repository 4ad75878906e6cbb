"""Files of schools: what is read, and what is refused with a clear reason."""

import datetime
import zipfile

import openpyxl
import pytest

from cms.home.provisioning import school_sheet
from cms.home.provisioning.interpret import ImportDefaults, interpret_rows
from cms.home.provisioning.messages import describe_file_error, describe_problems
from cms.home.provisioning.school_sheet import SheetError, read_sheet

HEADER = "Mã trường;Tên trường;Cấp học;Xã/phường;Cơ quan quản lý;Trực thuộc từ ngày;Ghi chú"


@pytest.fixture
def write(tmp_path):
    def make(data: str | bytes, name="truong.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return make


def refused(path) -> str:
    with pytest.raises(SheetError) as caught:
        read_sheet(path)
    assert describe_file_error(caught.value)
    return caught.value.code


def test_vietnamese_headers_semicolons_and_a_byte_order_mark(write):
    table = read_sheet(write("\ufeff" + HEADER + "\r\n\r\nTT1;Trường  Tiểu học Một;TH;Xã A;UBND xã A;01/07/2025;x\r\n"))
    assert table.unknown_headers == ("Ghi chú",)
    (row,) = table.rows
    assert row.line == 3
    assert row.get("name") == "Trường Tiểu học Một"
    (accepted,) = interpret_rows(table.rows).accepted
    assert accepted.spec.authority_since == datetime.date(2025, 7, 1)
    assert accepted.spec.commune == "Xã A"


def test_utf_16_as_excel_writes_it(write):
    table = read_sheet(write("name\tlevel\nTrường Tiểu học Đông Mỹ\tTH\n".encode("utf-16")))
    assert table.rows[0].get("name") == "Trường Tiểu học Đông Mỹ"


def test_a_quoted_cell_with_line_breaks_keeps_the_count_of_lines(write):
    table = read_sheet(write('name,address\nA,"Thôn 1\nThôn 2"\nB,x\n'))
    assert [row.line for row in table.rows] == [2, 4]
    assert table.rows[0].get("address") == "Thôn 1 Thôn 2"


def test_xlsx(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Mã trường", "Tên trường", "Cấp", "Từ ngày"])
    sheet.append([1234, "Trường THCS Tứ Hiệp", None, datetime.date(2025, 7, 1)])
    sheet.append([None, None, None, None])
    sheet.append([1235.0, "Trường THCS Ngũ Hiệp", "THCS", None])
    book.save(tmp_path / "truong.xlsx")
    table = read_sheet(tmp_path / "truong.xlsx")
    assert [(row.line, row.get("code")) for row in table.rows] == [(2, "1234"), (4, "1235")]
    specs = [row.spec for row in interpret_rows(table.rows, ImportDefaults(authority="x")).accepted]
    assert [spec.level for spec in specs] == ["THCS", "THCS"]
    assert specs[0].authority_since == datetime.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        ("", "a.csv", "empty"),
        ("\n\n  \n", "a.csv", "empty"),
        ("name,level\n", "a.csv", "no_rows"),
        ("code,level\nA,TH\n", "a.csv", "no_name_column"),
        ("name,tên trường\nA,B\n", "a.csv", "column_twice"),
        ("tên trường\nTrường Tiểu học Đông\n".encode("windows-1258", "replace"), "a.csv", "no_name_column"),
        ("name\nTr\xf8\xffng\n".encode("latin-1"), "a.csv", "encoding"),
        (b"\xff\xfe\x00", "a.csv", "encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", "binary"),
        (b"PK\x03\x04rest", "a.csv", "binary"),
        (b"PK\x03\x04rest", "a.xlsx", "broken_xlsx"),
        ("name\nA\n", "a.xlsx", "broken_xlsx"),
        ("name\nA\n", "a.ods", "kind"),
        ("name\n" + '"' + "x" * 200_000 + '"\n', "a.csv", "broken_csv"),
    ],
)
def test_files_that_cannot_be_read(write, data, name, code):
    found = refused(write(data, name))
    assert found == code or (code == "no_name_column" and found == "encoding")


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    assert refused(tmp_path / "nothing.csv") == "missing"
    assert refused(tmp_path) == "missing"


def test_limits(write, monkeypatch):
    monkeypatch.setattr(school_sheet, "MAX_ROWS", 2)
    assert refused(write("name\nA\nB\nC\n")) == "too_many_rows"
    monkeypatch.setattr(school_sheet, "MAX_BYTES", 3)
    assert refused(write("name\nA\n")) == "too_large"


def test_a_zip_that_unpacks_to_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(school_sheet, "MAX_UNPACKED_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 100_000)
    assert refused(tmp_path / "a.xlsx") == "too_large"


def test_each_wrong_row_is_named_with_its_line_and_all_reasons(write):
    table = read_sheet(
        write(
            "code,name,level,ownership,authority,since,host\n"
            "A,Trường Tiểu học A,TH,,x,,\n"
            "A,Trường Tiểu học B,TH,,x,,\n"
            "mã sai,,khác,tốt,,32/13/2025,www\n"
            "D,12345,TH,,x,,\n"
            f"E,{'Trường ' * 60},TH,,x,,\n"
            "F,Trường Họa Mi,,,x,,\n"
            "G,,,,x,,\n"
        )
    )
    found = interpret_rows(table.rows)
    assert [row.line for row in found.accepted] == [2]
    codes = {row.line: [problem.code for problem in row.problems] for row in found.rejected}
    assert codes == {
        3: ["code_twice"],
        4: ["code_form", "required", "level_form", "ownership_form", "host_reserved", "date_form", "authority_missing"],
        5: ["name_form"],
        6: ["too_long"],
        7: ["level_unknown"],
        8: ["required"],
    }
    assert all(describe_problems(list(row.problems)) for row in found.rejected)


def test_rows_without_a_code_get_a_stable_one_and_a_twin_is_refused(write):
    path = write("name,district,province\nTrường THPT Một,Huyện A,Tỉnh B\nTrường THPT Một,Huyện C,Tỉnh B\n"
                 "TRƯỜNG THPT Một,Huyện A,Tỉnh B\n")  # fmt: skip
    first, second = (interpret_rows(read_sheet(path).rows, ImportDefaults("x")) for _ in range(2))
    assert [row.spec.code for row in first.accepted] == [row.spec.code for row in second.accepted]
    assert len({row.spec.code for row in first.accepted}) == 2
    assert [(row.line, row.problems[0].code, row.problems[0].params["line"]) for row in first.rejected] == [
        (4, "school_twice", 2)
    ]
