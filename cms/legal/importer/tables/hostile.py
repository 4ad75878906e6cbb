"""Files made to break an import, for measuring: small on disk, endless in memory or time where a reader is careless."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

HEAD = "Loại văn bản,Số ký hiệu,Trích yếu,Cơ quan ban hành,Ngày ban hành\n"
_MEGABYTE = 1 << 20
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _packed(path: Path, before: bytes, piece: bytes, times: int, after: bytes = b"") -> None:
    """``piece`` is packed once: members of a gzip file stand one after the other."""
    member = gzip.compress(piece, 9)
    with path.open("wb") as file:
        file.write(gzip.compress(before))
        for _time in range(times):
            file.write(member)
        file.write(gzip.compress(after))


def _lines(path: Path, lines: Iterator[str], head: str = HEAD) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        file.writelines(lines)


def _workbook(path: Path, begin: str, piece: str, times: int, end: str, part: str = "worksheets/a.xml") -> None:
    sheet = "<worksheet><sheetData><row><c t='inlineStr'><is><t>number</t></is></c></row></sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns:r="{_RELATION}"><sheets><sheet r:id="r1"/></sheets></workbook>'
        )
        parts = (("worksheet", "worksheets/a.xml"), ("sharedStrings", "sharedStrings.xml"))
        links = "".join(
            f'<Relationship Id="r{n}" Type="{_RELATION}/{kind}" Target="{name}"/>'
            for n, (kind, name) in enumerate(parts, 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        if part != "worksheets/a.xml":
            archive.writestr("xl/worksheets/a.xml", sheet)
        with archive.open(f"xl/{part}", "w", force_zip64=True) as file:
            file.write(begin.encode())
            block = piece.encode() * max(_MEGABYTE // len(piece), 1)
            for _time in range(times):
                file.write(block)
            file.write(end.encode())


_ROW = "Kế hoạch,{number},{title},Ủy ban nhân dân xã Nam Phù,05/03/2024\n"
_BEGIN = "<worksheet><sheetData><row><c t='inlineStr'><is><t>number</t></is></c></row><row>"


def _day(number: int) -> str:
    return f"{number % 28 + 1}/{number // 28 % 12 + 1}/{1950 + number // 336}"


def _article(text: str) -> str:
    row = {"type": "Thông tư", "number": "15/2024/TT-BGDĐT", "article": "1", "text": text}
    return json.dumps(row, ensure_ascii=False) + "\n"


def _document(number: int) -> str:
    text = "".join(
        f"Điều {n}. Tên điều\n1. Khoản thứ nhất của điều này quy định như sau.\n" * 20 for n in range(1, 4000)
    )
    return (
        json.dumps({"type": "Thông tư", "number": f"{number}/2024/TT-BGDĐT", "text": text}, ensure_ascii=False) + "\n"
    )


#: Name of the file → who writes it.
FILES: dict[str, Callable[[Path], None]] = {
    "cell of 3 GB.csv.gz": lambda path: _packed(path, (HEAD + '"').encode(), b"0" * 64 * _MEGABYTE, 48),
    "cell of 100 MB.csv": lambda path: _lines(path, iter(["x" * 100 * _MEGABYTE])),
    "row of a billion commas.csv.gz": lambda path: _packed(path, HEAD.encode(), b"," * 64 * _MEGABYTE, 16),
    "10,000 columns.csv": lambda path: _lines(
        path, ("1," * 10_000 + "\n" for _row in range(500)), "number," + "x," * 10_000 + "\n"
    ),
    "100,000 equal rows.csv": lambda path: _lines(
        path, (_ROW.format(number="15/KH-UBND", title="Kế hoạch mẫu") for _row in range(100_000))
    ),
    "100,000 rows of one number.csv": lambda path: _lines(
        path, (f"Kế hoạch,15/KH-UBND,Kế hoạch thứ {row},,\n" for row in range(100_000))
    ),
    "5,000 plans of one number, on 5,000 days.csv": lambda path: _lines(
        path, (f"Kế hoạch,15/KH-UBND,Kế hoạch,UBND xã Nam Phù,{_day(row)}\n" for row in range(5_000))
    ),
    "1,000,000 bad rows.jsonl.gz": lambda path: _packed(path, b"", b"{}\n" * 100_000, 10),
    "1,000 lines nested 10,000 deep.jsonl": lambda path: _lines(
        path, ("[" * 10_000 + "]" * 10_000 + "\n" for _n in range(1000)), ""
    ),
    "line of 1 GB zeros.jsonl.gz": lambda path: _packed(path, b'{"number": "', b"0" * 64 * _MEGABYTE, 16, b'"}\n'),
    "lines of 15 MB of empty lists.jsonl.gz": lambda path: _packed(
        path, b"", b'{"number": [' + b"[]," * 5_000_000 + b"[]]}\n", 10
    ),
    "30,000 texts of one article.jsonl": lambda path: _lines(
        path, (_article(f"Nội dung {n}.") for n in range(30_000)), ""
    ),
    "20 documents of 5 MB.jsonl": lambda path: _lines(path, map(_document, range(1, 21)), ""),
    "tag of 250 MB.xlsx": lambda path: _workbook(path, "<worksheet a='", "0", 250, "'/>"),
    "80 million open tags.xlsx": lambda path: _workbook(path, "<worksheet>", "<a>", 240, ""),
    "cell of 250 MB.xlsx": lambda path: _workbook(
        path, _BEGIN + "<c><v>", "0", 250, "</v></c></row></sheetData></worksheet>"
    ),
    "row of 15 million cells.xlsx": lambda path: _workbook(
        path, _BEGIN, "<c><v>1</v></c>", 220, "</row></sheetData></worksheet>"
    ),
    "10 million rows.xlsx": lambda path: _workbook(
        path, _BEGIN + "</row>", "<row><c><v>1</v></c></row>", 250, "</sheetData></worksheet>"
    ),
    "7 million texts.xlsx": lambda path: _workbook(
        path, "<sst>", "<si><t>a</t></si>", 120, "</sst>", part="sharedStrings.xml"
    ),
}  # fmt: skip
