"""CSV in the encodings and with the separators of offices, and what is refused."""

import gzip
import io
import unicodedata

import pytest

from cms.legal.importer.records import ImportFileError
from cms.legal.importer.tables import csv_files, lines
from cms.legal.importer.tables.csv_files import csv_rows, detect_encoding
from cms.legal.importer.tables.readers import read_rows

ROWS = (
    ("STT", "Số ký hiệu", "Trích yếu", "Cơ quan ban hành", "Ngày ban hành", "Ghi chú"),
    (
        "1",
        "15/2024/TT-BGDĐT",
        "Ban hành Quy chế tuyển sinh; những điều cần biết",
        "Bộ Giáo dục và Đào tạo",
        "05/03/2024",
        "x",
    ),
    ("2", "7/KH-UBND", "Kế hoạch\nhai dòng", "Ủy ban nhân dân xã Nam Phù", "06/03/2024", ""),
)


def table(separator=","):
    return "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in ROWS)


def windows_1258(text):
    """As Windows writes it: ă, â, đ, ê, ô, ơ, ư are letters, the tones marks of their own behind them."""
    found = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        found.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tone)) + tone)
    return "".join(found).encode("cp1258")


def read(tmp_path, content, name="bang.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_rows(path))


ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with its mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-8, decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16, big end first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16 without its mark": lambda text: text.encode("utf-16-le"),
    "windows-1258": windows_1258,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path, encoding, separator):
    head, first, second = read(tmp_path, ENCODINGS[encoding](table(separator)))
    assert [(note.code, dict(note.values)) for note in head.notes] == [("unknown_columns", {"columns": "Ghi chú"})]
    assert {name: unicodedata.normalize("NFC", value) for name, value in first.value.items()} == {
        "number": "15/2024/TT-BGDĐT", "title": "Ban hành Quy chế tuyển sinh; những điều cần biết",
        "issuer": "Bộ Giáo dục và Đào tạo", "issued": "05/03/2024",
    }  # fmt: skip
    assert (first.place.line, second.place.line) == (2, 3)
    assert (
        first.columns["issued"] == ("E", "Ngày ban hành")
        or unicodedata.normalize("NFC", first.columns["issued"].heading) == "Ngày ban hành"
    )


def test_the_title_comes_in_with_composed_letters(tmp_path):
    from cms.legal.importer.rows import document_record

    line = read(tmp_path, windows_1258(table()))[1]
    assert document_record(line.value, line.place).title == "Ban hành Quy chế tuyển sinh; những điều cần biết"


def test_an_excel_word_above_the_headings(tmp_path):
    found = read(tmp_path, ("sep=;\r\n" + table(";")).encode())
    assert [line.place.line for line in found] == [2, 3, 4]


def test_a_title_above_the_headings_and_blank_rows_keep_their_numbers(tmp_path):
    text = "DANH MỤC VĂN BẢN,,\n\nSố hiệu,Tên văn bản,Trích yếu\n,,\n1/2024/TT-BGDĐT,Thông tư,Về việc học\n\n"
    text += "2/2024/TT-BGDĐT,B,\n"
    found = read(tmp_path, text.encode())
    assert [line.place.line for line in found] == [5, 7]
    assert found[0].value == {"number": "1/2024/TT-BGDĐT", "title": "Thông tư", "abstract": "Về việc học"}


@pytest.mark.parametrize(
    "text",
    ["Trích yếu\n1/2024;Quyết định\n".encode("cp1252", "replace") + b"\xe0\x8f\x9d", "Số".encode() + b"\xff\xfe,x",
     b"number,title\n1/2024,na\xefve stra\xdfe \xf1\xff\n", b"number,title\n1/2024,Th\xabng t\xad quy \xae\xdenh\n"],
)  # fmt: skip
def test_letters_that_nobody_can_read_are_not_guessed(text):
    with pytest.raises(ImportFileError) as error:
        detect_encoding(text)
    assert error.value.problem.code == "encoding"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_table"),
        ("\n\n", "empty_table"),
        ("Tên,Ngày\nA,B\n", "no_number_column"),
        ('number,title\n1/2024/TT-BGDĐT,"never closed\n', "csv_quotes"),
        ('number,title\n1/2024/TT-BGDĐT,"a"b"\n', "csv_quotes"),
        ("number" + ",x" * 400 + "\n", "too_many_columns"),
    ],
)
def test_refusals(tmp_path, text, code):
    with pytest.raises(ImportFileError) as error:
        read(tmp_path, text.encode())
    assert error.value.problem.code == code


def test_a_row_whose_values_have_moved_is_rejected(tmp_path):
    good, moved = read(tmp_path, b"number,title\n1/2024/TT-BGDDT,A,,\n2/2024/TT-BGDDT,A,B\n")
    assert good.value["title"] == "A"
    assert (moved.problem.code, dict(moved.problem.values)) == ("extra_cells", {"cell": "C3"})


def test_a_row_without_end_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_files, "MAX_ROW", 1000)
    for row in ("0" * 2000, "," * 2000, '"' + "a\n" * 1000):
        with pytest.raises(ImportFileError) as error:
            read(tmp_path, gzip.compress(f"number,title\n{row}".encode()), "bang.csv.gz")
        assert error.value.problem.code == "row_too_long"
    rows = "number,title\n" + "1/2024/TT-BGDDT,A\n" * 200  # longer together
    assert len(list(csv_rows(io.BytesIO(rows.encode())))) == 201


def test_a_heading_twice_counts_once(tmp_path):
    note, line = read(tmp_path, "Số ký hiệu,Số hiệu\n1/2024/TT-BGDĐT,2\n".encode())
    assert [(n.code, dict(n.values)["columns"]) for n in note.notes] == [("columns_twice", "Số hiệu")]
    assert line.value == {"number": "1/2024/TT-BGDĐT"}


def test_apostrophes_of_exports_are_taken_away():
    (line,) = lines.parsed_lines([lines.TableRow(1, ["number", "title"]), lines.TableRow(2, ["1/2024", "'=1+1"])], "")
    assert line.value["title"] == "=1+1"
