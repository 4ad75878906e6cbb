"""Makes the set of files from the facts: ``python -m tests.legal.files.make tuned|unseen``.

Needs LibreOffice (PDF, DOC), Chromium (PDF of a browser) and a font with Vietnamese letters. The files are committed,
because these programs are not everywhere; ``truth.jsonl`` beside them says what each has to be read as.
"""

from __future__ import annotations

import html
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.shared import Cm, Pt

from tests.legal.files.facts import TUNED, UNSEEN, Facts

HERE = Path(__file__).parent
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
SECOND_SIGNER = "Đỗ Thị Thanh"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TOPICS = (
    "Phạm vi điều chỉnh", "Đối tượng áp dụng", "Giải thích từ ngữ", "Nguyên tắc thực hiện", "Yêu cầu về cơ sở vật chất",
    "Trách nhiệm của người đứng đầu cơ sở giáo dục", "Quyền và nghĩa vụ của người học", "Phối hợp với gia đình",
    "Kinh phí thực hiện", "Hồ sơ, sổ sách", "Kiểm tra và giám sát", "Thông tin, báo cáo", "Khen thưởng", "Xử lý vi phạm",
    "Tập huấn cho giáo viên", "Bảo quản thiết bị",
)  # fmt: skip
SENTENCES = (
    "Nhà trường bố trí một nơi thoáng mát, đủ ánh sáng và dễ đi tới cho mọi học sinh, kể cả học sinh khuyết tật",
    "Giáo viên phụ trách ghi sổ theo dõi hằng tuần và báo cáo người đứng đầu khi có việc bất thường",
    "Cha mẹ học sinh được mời góp ý ít nhất hai lần trong một năm học",
    "Việc thu, chi thực hiện công khai, có chứng từ và được niêm yết tại bảng tin của nhà trường",
    "Người học được hướng dẫn cách sử dụng an toàn trước khi tham gia lần đầu",
    "Khi xảy ra sự cố, cán bộ trực đưa người bị nạn đến cơ sở y tế gần nhất và thông báo ngay cho gia đình",
    "Các đồ dùng hư hỏng phải được thay thế trong thời hạn mười lăm ngày kể từ ngày phát hiện",
    "Địa phương hỗ trợ phương tiện đi lại cho những em ở xa trường trên năm ki-lô-mét",
    "Hoạt động ngoài giờ không làm ảnh hưởng đến chương trình chính khóa theo quy định tại Điều 5 của Quy chế này",
    "Thông tin cá nhân của trẻ em chỉ được sử dụng cho mục đích chăm sóc, giáo dục và phải được giữ kín",
    "Mỗi tổ chuyên môn cử một người làm đầu mối để trao đổi với cơ quan quản lý theo quy định tại khoản 2 "
    "Điều 3 và khoản 1 Điều 4 của văn bản này",
    "Học sinh tự nguyện đăng ký và có thể thôi tham gia vào bất cứ lúc nào",
)


def sentence(at: int) -> str:
    return SENTENCES[at % len(SENTENCES)]


# --- the text of a document as (kind, words) -----------------------------------------------------------------------

Blocks = list[tuple[str, Any]]


def articles(count: int, own: str, seed: int, options: tuple[str, ...] = (), annexed: bool = False) -> Blocks:
    found: Blocks = []
    chapter = 0
    divided = "chapters" in options or (annexed and "annex_chapters" in options)
    for number in range(1, count + 1):
        if divided and (number - 1) % 5 == 0:
            chapter += 1
            found.append(
                (
                    "chapter",
                    (chapter, ("QUY ĐỊNH CHUNG", "NỘI DUNG VÀ CÁCH THỨC", "TỔ CHỨC THỰC HIỆN")[min(chapter, 3) - 1]),
                )
            )
        last = number == count and not annexed
        found.append(
            (
                "article",
                (
                    number,
                    "Hiệu lực thi hành"
                    if last
                    else TOPICS[(number * 3 + seed) % len(TOPICS)]
                    if number > 2
                    else TOPICS[number - 1],
                ),
            )
        )
        if last:
            found.append(("clause", (1, f"{own} này có hiệu lực thi hành kể từ ngày 01 tháng 9 năm 2026.")))
            found.append(("clause", (2, "Những việc đã làm trước ngày đó thì làm tiếp cho xong./.")))
        elif number % 3 == 1:
            found.append(("text", f"{sentence(number + seed)}. {sentence(number + seed + 5)}."))
        else:
            for clause in range(1, 3 + number % 2):
                found.append(
                    ("clause", (clause, f"{sentence(number + clause + seed)}" + (":" if clause == 2 else ".")))
                )
                if clause == 2:
                    found += [("point", (point, f"{sentence(number + seed + at)};")) for at, point in enumerate("abcd")]
        if "data" in options and number == 4:
            found.append(
                (
                    "data",
                    [
                        ("Cấp học", "Số buổi", "Căn cứ"),
                        ("Mầm non", "02", "Điều 5"),
                        ("Tiểu học", "04", "Điều 6"),
                        ("Trung học cơ sở", "05", "Điều 7"),
                    ],
                )
            )
    return found


def body(facts: Facts) -> Blocks:
    seed = int(facts.name[1:3])
    own = facts.type
    ground = [
        ("ground", f"Căn cứ {words};")
        for words in ("Luật Giáo dục ngày 14 tháng 6 năm 2019", "Luật Tổ chức chính quyền địa phương")
    ]
    if facts.form == "articles":
        if "law" in facts.options:
            return [("ground", "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;"),
                    ("text", f"Quốc hội ban hành Luật {facts.title[0].capitalize()}."),
                    *articles(facts.articles, "Luật", seed, facts.options),
                    ("text", f"Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam thông qua ngày {date(facts.issued)}.")]  # fmt: skip
        return [*ground, ("ground", "Theo đề nghị của người đứng đầu đơn vị được giao soạn thảo;"),
                ("text", f"Nay ban hành {own} như sau:"), *articles(facts.articles, own, seed, facts.options)]  # fmt: skip
    if facts.form == "decision":
        annex = f"{facts.title[0].removeprefix('Về việc ban hành ').removeprefix('Ban hành ')}"
        found: Blocks = [*ground, ("middle", "QUYẾT ĐỊNH:"),
            ("article", (1, f"Ban hành kèm theo Quyết định này {annex}." if facts.annexed else f"{sentence(seed)}.")),
            ("article", (2, "Quyết định này có hiệu lực kể từ ngày ký.")),
            ("article", (3, "Chánh Văn phòng và các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./."))]  # fmt: skip
        if facts.annexed:
            found += [("signature", None), ("break", None), ("middle", annex.split()[0].upper() if annex.split()[0] != "Quy" else " ".join(annex.split()[:2]).upper()),
                      ("middle", " ".join(annex.split()[2 if annex.split()[0] == "Quy" else 1 :]).upper()),
                      ("middle", f"(Ban hành kèm theo Quyết định số {facts.number} ngày {date(facts.issued)})"),
                      *articles(facts.annexed, "Quy định", seed, facts.options, annexed=True)]  # fmt: skip
        return found
    if facts.form == "resolution":
        return [("ground", "Căn cứ Luật Tổ chức chính quyền địa phương;"), ("ground", "Xét Tờ trình của Ủy ban nhân dân về nội dung nói trên;"),
                ("middle", "QUYẾT NGHỊ:"), *articles(facts.articles, own, seed)]  # fmt: skip
    if facts.form == "amending":
        found = [*ground, ("text", f"Nay ban hành {own} sau đây:")]
        for number in range(1, facts.articles):
            found += [("article", (number, f"Sửa đổi, bổ sung Điều {number * 4} như sau:")),
                      ("text", f"“Điều {number * 4}. {TOPICS[number]}"), ("text", f"1. {sentence(number)}."),
                      ("text", f"2. {sentence(number + 3)}.”"), ("text", f"{sentence(number + 7)} theo quy định tại Điều {number * 4} và Điều 142 của văn bản cũ.")]  # fmt: skip
        return [
            *found,
            ("article", (facts.articles, "Hiệu lực thi hành")),
            ("text", f"{own} này có hiệu lực thi hành kể từ ngày ký./."),
        ]
    if facts.form == "letter":
        return [("to", "Kính gửi: Các cơ sở giáo dục trên địa bàn"), *(("text", f"{sentence(seed + at)}.") for at in range(3)),
                ("text", f"1. {sentence(seed + 4)}."), ("text", f"2. {sentence(seed + 6)}."),
                ("text", "Đề nghị các đơn vị triển khai thực hiện./.")]  # fmt: skip
    sections = ("MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG", "TỔ CHỨC THỰC HIỆN")
    if facts.form == "plan":
        found = [("ground", "Thực hiện nhiệm vụ năm học; đơn vị ban hành Kế hoạch như sau:")]
        for at, name in enumerate(sections):
            found.append(("text", f"{('I', 'II', 'III')[at]}. {name}"))
            found += [("text", f"{n}. {sentence(seed + at * 3 + n)}.") for n in (1, 2, 3)]
        return [*found, ("data", [("Thời gian", "Việc làm", "Đơn vị"), ("Tháng 9", "Phát động", "Các trường"), ("Tháng 11", "Tổng kết", "Các trường")]),
                ("text", "Trên đây là Kế hoạch của đơn vị, đề nghị nghiêm túc thực hiện./.")]  # fmt: skip
    opening = {
        "directive": "Trong thời gian qua, công tác này đã được các ngành quan tâm.",
        "notice": "Tại cuộc họp, sau khi nghe báo cáo, người chủ trì kết luận:",
    }[facts.form]
    return [("text", f"{opening} {sentence(seed)}."), *(("text", f"{n}. {sentence(seed + n)}.") for n in range(1, 6)),
            ("text", "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.")]  # fmt: skip


def date(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number} tháng {int(month)} năm {year}" if int(month) > 2 else f"{number} tháng {month} năm {year}"


def place_and_day(facts: Facts) -> str:
    if "draft" in facts.options:
        return f"{facts.place}, ngày      tháng      năm 20"
    return f"{facts.place or 'Hà Nội'}, ngày {date(facts.issued)}"


def number_line(facts: Facts) -> str:
    if "draft" in facts.options:
        return "Số:       /QĐ-" + ("UBND" if "ỦY BAN" in facts.issuers[0] else "SGDĐT")
    if "law" in facts.options:
        return f"Luật số: {facts.number}"
    return f"Số: {facts.number}"


# --- DOCX --------------------------------------------------------------------------------------------------------------

LEVELS = (
    ("upperRoman", "Chương %1", ""),
    ("decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>'),
    ("decimal", "%3.", ""),
    ("lowerLetter", "%4)", ""),
)


class Word:
    def __init__(self, facts: Facts):
        self.facts = facts
        self.document = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Serif", Pt(14)
        normal.paragraph_format.space_after = Pt(6)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        self.auto = "auto" in facts.options
        if self.auto:
            self._lists()
        if {"footer", "gazette"} & set(facts.options):
            self._edges()

    def _lists(self) -> None:
        root = self.document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:suff w:val="space"/><w:lvlText w:val="{text}"/></w:lvl>'
            for at, (form, text, extra) in enumerate(LEVELS)
        )
        root.insert(
            0,
            parse_xml(
                f'<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
            ),
        )
        root.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        if "styled" in self.facts.options:
            style = self.document.styles.add_style("Dieu", 1)
            style.base_style = self.document.styles["Normal"]
            style.element.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {W}><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>')
            )

    def _edges(self) -> None:
        section = self.document.sections[0]
        if "gazette" in self.facts.options:
            section.header.paragraphs[0].text = "CÔNG BÁO/Số 411 + 412/Ngày 18-8-2024"
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        run = paragraph.add_run()
        for xml in (
            '<w:fldChar {} w:fldCharType="begin"/>',
            "<w:instrText {}> PAGE </w:instrText>",
            '<w:fldChar {} w:fldCharType="end"/>',
        ):
            run._r.append(parse_xml(xml.format(W)))

    def paragraph(
        self,
        text: str,
        align: Any = None,
        bold: bool = False,
        level: int | None = None,
        indent: float = 0,
        where: Any = None,
        size: int = 14,
    ) -> Any:
        paragraph = (where or self.document).add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(size)
        if align is not None:
            paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = Cm(indent)
        if level is not None:
            if level == 1 and "styled" in self.facts.options:
                paragraph.style = "Dieu"
            else:
                paragraph._p.get_or_add_pPr().append(
                    parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
                )
        return paragraph

    def cell(self, cell: Any, lines: list[tuple[str, bool]], size: int = 13) -> None:
        for at, (text, bold) in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            run = paragraph.add_run(text)
            run.bold, run.font.size = bold, Pt(size)
            paragraph.alignment = ALIGN.CENTER
            paragraph.paragraph_format.space_after = Pt(0)

    def columns(self, left: list[tuple[str, bool]], right: list[tuple[str, bool]], widths: tuple[float, float]) -> None:
        table = self.document.add_table(1, 2)
        table.autofit = False
        for cell, lines, width in zip(table.rows[0].cells, (left, right), widths, strict=True):
            cell.width = Cm(width)
            self.cell(cell, lines)

    def head(self) -> None:
        facts = self.facts
        above = [(facts.above, False)] if facts.above else []
        names = [(name, True) for name in facts.issuers]
        if "joint" in facts.options:
            names = [(" - ".join(facts.issuers), True)] if facts.name == "a07.docx" else names
        subject = [(line, False) for line in facts.title] if facts.form == "letter" else []
        if facts.head == "table":
            if int(facts.name[1:3]) % 2:  # rows of their own for number and day
                self.columns(
                    [*above, *names, ("-------", False)],
                    [(NATION, True), (MOTTO, True), ("---------------", False)],
                    (6.5, 9.8),
                )
                self.columns([(number_line(facts), False), *subject], [(place_and_day(facts), False)], (6.5, 9.8))
            else:
                self.columns([*above, *names, ("_______", False), (number_line(facts), False), *subject],
                             [(NATION, True), (MOTTO, True), ("_______________", False), (place_and_day(facts), False)], (6.5, 9.8))  # fmt: skip
        elif facts.head == "tabs":
            for left, right in (
                ("".join(facts.issuers), NATION),
                ("-------", MOTTO),
                (number_line(facts), place_and_day(facts)),
            ):
                self.paragraph(f"{left}\t\t{right}", size=12)
            for line, _bold in subject:
                self.paragraph(line)
        elif facts.head == "paragraphs":
            for text in (
                NATION,
                MOTTO,
                "---------------",
                " ".join(facts.issuers),
                number_line(facts),
                place_and_day(facts),
            ):
                self.paragraph(text, ALIGN.CENTER)
        elif facts.head == "box":
            self.box(["".join(facts.issuers), "-------", number_line(facts)])
            self.box([NATION, MOTTO, "---------------", place_and_day(facts)])
        if "stamp" in facts.options:
            self.paragraph("Người ký: Cổng Thông tin điện tử; Thời gian ký: 04.03.2025 08:15:02 +07:00", size=7)

    def box(self, lines: list[str]) -> None:
        paragraphs = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line)}</w:t></w:r></w:p>' for line in lines
        )
        box = f'<v:shape style="width:220pt;height:70pt"><v:textbox><w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:shape>'
        run = self.document.add_paragraph().add_run()
        run._r.append(parse_xml(f'<w:pict {W} xmlns:v="urn:schemas-microsoft-com:vml">{box}</w:pict>'))

    def title(self) -> None:
        if self.facts.form == "letter":
            return
        self.paragraph(self.facts.type.upper(), ALIGN.CENTER, bold=True)
        for line in self.facts.title:
            self.paragraph(line, ALIGN.CENTER, bold=True)
        self.paragraph("-----", ALIGN.CENTER)
        if self.facts.form == "decision" or ("DÂN" in " ".join(self.facts.issuers) and self.facts.form == "resolution"):
            self.paragraph(
                f"{self.facts.offices[-1].removeprefix('PHÓ ')} {' '.join(self.facts.issuers)}"[:70],
                ALIGN.CENTER,
                bold=True,
            )

    def block(self, kind: str, words: Any) -> None:
        if kind == "chapter":
            number, title = words
            roman = ("I", "II", "III", "IV", "V", "VI", "VII")[number - 1]
            self.paragraph("" if self.auto else f"Chương {roman}", ALIGN.CENTER, True)
            if self.auto:
                self.document.paragraphs[-1]._p.getparent().remove(self.document.paragraphs[-1]._p)
                self.paragraph(title, ALIGN.CENTER, True, level=0)
            else:
                self.paragraph(title, ALIGN.CENTER, True)
        elif kind == "article":
            text = words[1] if self.auto else f"Điều {words[0]}. {words[1]}"
            self.paragraph(text, None, True, 1 if self.auto else None, 0 if self.auto else 1.27)
        elif kind in ("clause", "point"):
            level = 2 if kind == "clause" else 3
            text = words[1] if self.auto else f"{words[0]}{'.' if kind == 'clause' else ')'} {words[1]}"
            self.paragraph(text, ALIGN.JUSTIFY, False, level if self.auto else None, 0 if self.auto else 1.27)
        elif kind == "data":
            table = self.document.add_table(0, len(words[0]))
            table.style = "Table Grid"
            for row in words:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            self.document.add_paragraph()
        elif kind == "signature":
            self.signature()
        elif kind == "break":
            self.document.add_page_break()
        elif kind in ("middle", "to"):
            self.paragraph(words, ALIGN.CENTER, bold=kind == "middle")
        else:
            self.paragraph(words.replace("ki-lô-mét", "ki\u2011lô\u2011mét"), ALIGN.JUSTIFY, indent=1.27)

    def signature(self) -> None:
        facts = self.facts
        offices = [(office, True) for office in facts.offices]
        if "joint" in facts.options:
            self.columns([*((f"{facts.offices[0]} {facts.issuers[1]}", True), (facts.offices[1], True)), ("", False), (SECOND_SIGNER, True)],
                         [*((f"{facts.offices[0]} {facts.issuers[0]}", True), (facts.offices[1], True)), ("", False), (facts.signer, True)], (8, 8))  # fmt: skip
            return
        if "law" in facts.options:
            self.columns([("", False)], [*offices, ("(Đã ký)", False), (facts.signer, True)], (7, 9))
            return
        where = [
            ("Nơi nhận:", False),
            ("- Như trên;", False),
            ("- Các đơn vị trực thuộc;", False),
            ("- Lưu: VT.", False),
        ]
        self.columns(where, [*offices, ("", False), ("", False), (facts.signer, True)], (8, 8))
        self.document.add_paragraph()  # Word's old format has no table at the very end

    def save(self) -> bytes:
        self.head()
        self.title()
        blocks = body(self.facts)
        for kind, words in blocks:
            self.block(kind, words)
        if not any(kind == "signature" for kind, _words in blocks):
            self.signature()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


# --- HTML --------------------------------------------------------------------------------------------------------------


def web(facts: Facts) -> str:
    def lines() -> Iterator[str]:
        names = "".join(f"<p><b>{name}</b></p>" for name in facts.issuers)
        above = f"<p>{facts.above}</p>" if facts.above else ""
        left = f"{above}{names}<p>-------</p><p>{number_line(facts)}</p>"
        right = f"<p><b>{NATION}</b><br><b>{MOTTO}</b></p><p>-------</p><p><i>{place_and_day(facts)}</i></p>"
        signed = "".join(f"<p><b>{office}</b></p>" for office in facts.offices)
        signature = f"<table><tr><td><p>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</p></td><td>{signed}<p><i>(Đã ký)</i></p><p>{facts.signer}</p></td></tr></table>"
        yield f"<table width='100%'><tr><td>{left}</td><td>{right}</td></tr></table>"
        if facts.head == "above":  # as a database prints what it holds
            yield f"<div>{signed}<p>(Đã ký)</p><p>{facts.signer}</p></div>"
        yield f"<p align=center><b>{facts.type.upper()}</b></p>" + "".join(
            f"<p align=center><b>{line}</b></p>" for line in facts.title
        )
        blocks = body(facts)
        for kind, words in blocks:
            if kind == "chapter":
                yield f"<p align=center><b>Chương {('I', 'II', 'III', 'IV')[words[0] - 1]}<br>{words[1]}</b></p>"
            elif kind == "article":
                yield f"<p><b>Điều&nbsp;{words[0]}. </b>{words[1]}</p>"
            elif kind in ("clause", "point"):
                yield f"<p>{words[0]}{'.' if kind == 'clause' else ')'} {words[1]}</p>"
            elif kind == "data":
                yield (
                    "<table border=1>"
                    + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in words)
                    + "</table>"
                )
            elif kind == "signature":
                yield signature
            elif kind != "break":
                yield f"<p>{words}</p>"
        if facts.head != "above" and not any(kind == "signature" for kind, _words in blocks):
            yield signature

    style = "<style>body{font:14pt 'Liberation Serif'}td{vertical-align:top;text-align:center}</style>"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{style}</head><body>{"".join(lines())}</body></html>'


# --- files -------------------------------------------------------------------------------------------------------------


def converted(content: bytes, source: str, target: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{source}"
        path.write_bytes(content)
        if source == "html":
            command = [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--print-to-pdf={folder}/x.pdf",
                f"file://{path}",
            ]
        else:
            command = [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                target,
                "--outdir",
                folder,
                str(path),
            ]
        subprocess.run(command, check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": folder})
        return (Path(folder) / f"x.{target}").read_bytes()


def content_of(facts: Facts) -> bytes:
    kind = facts.name.rpartition(".")[2]
    if kind == "html":
        return web(facts).encode()
    if "browser" in facts.options:
        return converted(web(facts).encode(), "html", "pdf")
    document = Word(facts).save()
    return document if kind == "docx" else converted(document, "docx", kind)


def truth(facts: Facts) -> dict[str, Any]:
    from cms.legal.importer.documents.letter_case import to_body_case

    first = facts.title[0]
    title = " ".join((first.removeprefix("V/v ").capitalize() if first.startswith("V/v ") else first, *facts.title[1:]))
    told = {
        "number": facts.number,
        "issued": facts.issued,
        "type": facts.type,
        "title": title,
        "issuers": list(facts.truth_issuers or (to_body_case(" ".join(facts.issuers)),)),
        "signer": [facts.signer, SECOND_SIGNER] if "joint" in facts.options else facts.signer,
    }
    told |= dict.fromkeys(facts.no_truth, "")
    numbers = [*range(1, facts.articles + 1), *range(1, facts.annexed + 1)]
    return {"file": facts.name, **told, "articles": list(map(str, numbers))}


def main(half: str) -> None:
    folder = HERE / half
    folder.mkdir(exist_ok=True)
    rows = {"tuned": TUNED, "unseen": UNSEEN}[half]
    for facts in rows:
        (folder / facts.name).write_bytes(content_of(facts))
    lines = (json.dumps(truth(facts), ensure_ascii=False) + "\n" for facts in rows)
    (folder / "truth.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
