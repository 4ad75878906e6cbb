"""What the head and the signature of a document say of it: number, type, title, issuers, dates, signer. Pure.

Everything here is a proposal: people confirm it (``ProposedDocument``). Texts come as lines, however the source sets
them side by side; cells of one line are parted by " | ".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

from cms.core.media.file_text.layout import join_lines
from cms.core.text import collapse_whitespace, fold_diacritics, normalize_dashes, normalize_nfc
from cms.legal.importer.documents.letter_case import to_body_case, to_sentence_case
from cms.legal.parsing import types
from cms.legal.parsing.numbers import DocumentNumber, parse_number
from cms.legal.parsing.texts.structure_lines import in_capitals, is_closing

HEAD = 60  # lines that may belong to the head

_NUMBER = re.compile(
    r"^(?:(?P<type>[^\W\d_][^\d|:]{1,24}?)\s+)?S[ốôÔỐ](?![^\W\d_])\s*[:.]?\s*(?P<number>\S.{0,60})$", re.IGNORECASE
)
_DATE = re.compile(
    r"(?:^|\|\s*)(?P<place>[^|\d]{2,50}?)\s*,?\s*ng[àa]y\s*(?P<day>\d{1,2})\s*th[áa]ng\s*(?P<month>\d{1,2})\s*n[ăa]m\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
#: "10/2020/TT-BLĐTBXH Hà Nội, …": the place stands beside the number, and is none of it.
_PLACE_AFTER = re.compile(r"(?<=[\wĐ])[ ,]+(?=[A-ZĐÀ-Ỹ][a-zà-ỹ]+(?:[\s.,]|$)|TP\b|HÀ NỘI|V/v\b)")
#: The nation's name and motto stand beside the body and its number, also where nothing parts them any more.
_SIDES = re.compile(r"(?<=\S)\s+(?=C[ỘÔ]NG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]\s*Tự do|V/v\s)")
#: Lines of the head that go on in the next one, and how that one begins.
_CUT = re.compile(
    r"(?:ng[àa]y(?:\s*\d{1,2})?|th[áa]ng(?:\s*\d{1,2})?|n[ăa]m|C[ỘÔ]NG H(?:ÒA|OÀ) XÃ HỘI(?: CHỦ(?: NGHĨA(?: VIỆT)?)?)?"
    r"|Độc lập\s*[-–]\s*Tự do\s*[-–]?(?:\s*Hạnh)?)$"
)
_REST = re.compile(r"^(?:\d{1,4}\b|th[áa]ng\b|n[ăa]m\b|CHỦ NGHĨA\b|NGHĨA\b|VIỆT NAM\b|NAM\b|[-–]?\s*Hạnh phúc|phúc\b)")
_PLACE = re.compile(r"^(?:TP\.?\s*)?[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*(?:[\s-]+[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*){0,4}\s*,?$")
_DAY_ALONE = re.compile(r"ng[àa]y\s*(\d{1,2})\s*th[áa]ng\s*(\d{1,2})\s*n[ăa]m\s*(\d{4})\s*$", re.IGNORECASE)
_PASSED = re.compile(r"thông qua ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_MOTTO = re.compile(r"^(?:cong hoa xa hoi chu nghia|doc lap\s*[-–]|dang cong san viet nam$)")
_RULE = re.compile(r"^[\W_]+$")
_ABOUT = re.compile(r"^(?:V/v|Về việc|V/v:)\s*[:.]?\s*", re.IGNORECASE)
_BODY_BEGINS = re.compile(
    r"^(?:Căn cứ|Xét|Thực hiện|Theo đề nghị|Kính gửi|Điều\s+1\b|Chương\s+I\b|Phần|Thi hành|I\.\s|Nhằm|\d+\.\s)",
    re.IGNORECASE,
)
_ALWAYS_BODY = re.compile(r"^(?:Căn cứ|Kính gửi|Điều\s+1\b|Chương\s+I\b|Phần\s+(?:thứ|I)|I\.\s|1\.\s)", re.IGNORECASE)
_IN_FORCE = re.compile(
    r"có hiệu lực (?:thi hành )?(?:kể )?từ (?:(?P<signed>ngày ký)"
    r"|ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4}))"
)
_BODY_WORD = re.compile(
    r"^(?:BỘ|[ỦU][ỶY] BAN|UBND|HĐND|HỘI|CHÍNH PHỦ|THỦ TƯỚNG|CHỦ TỊCH|QUỐC HỘI|VIỆN|T[ÒO][ÀA] ÁN|BAN|NGÂN HÀNG"
    r"|THANH TRA|VĂN PHÒNG|"
    r"ĐẢNG|ĐOÀN|TỔNG|KIỂM TOÁN|SỞ|PHÒNG|MẶT TRẬN|LIÊN ĐOÀN|CỤC|TRƯỜNG|CHI BỘ|CÔNG ĐOÀN|TRUNG TÂM)\b"
)
_UNFINISHED = re.compile(r"(?:^|\s)(?:VÀ|CỦA|CÁC|[ỦU][ỶY]|MÔI|VĂN|HỌC|TRUNG|NHÀ|THỊ|THÀNH)$")
_PLACE_WORDS = re.compile(r"^(?:XÃ|PHƯỜNG|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|THÀNH PHỐ|TỈNH|ĐẶC KHU)\b")
_OF_COUNCIL = re.compile(r"^(?:[ỦU][ỶY] BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND)\s+(?P<place>.+)$")
_FOR = re.compile(r"^(?:TM|KT|TL|TUQ|T/M|Q)\s?\.", re.IGNORECASE)
_OFFICE = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|T/M|Q)\s?\.|(?:PHÓ |QUYỀN )?(?:THỦ TƯỚNG|BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|THỐNG ĐỐC|CHÁNH ÁN"
    r"|VIỆN TRƯỞNG|CHÁNH VĂN PHÒNG|"
    r"HIỆU TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|TỔNG KIỂM TOÁN|TỔNG THANH TRA|TỔNG BÍ THƯ|BÍ THƯ|CỤC TRƯỞNG|VỤ TRƯỞNG)"
    r"|THỨ TRƯỞNG)"
)
#: Who gets a copy stands to the left of the signature, and may stand between its lines.
_RECIPIENTS = re.compile(r"^N[ơƠ]i nh[ậẬ]n\s*:?\s*", re.IGNORECASE)
_RECIPIENT = re.compile(r"^[-–•+*]\s*\S.*[;.,)]?$|;$|^Như (?:trên|Điều)|^Lưu\s*:", re.IGNORECASE)
_SEALED = re.compile(r"[(\[]?\s*(?:đã ký|đã kí|daky|ký tên|Signed)[^)\]]*[)\]]?", re.IGNORECASE)
_SURNAME = re.compile(
    r"^(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|HUỲNH|PHAN|V[ŨÕ]|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH|ĐOÀN|LƯƠNG|TRƯƠNG|MAI|CAO|TẠ|LƯU|ĐÀO|CHU|TÔ|HÀ|KIỀU)"
    r"(?:\s[A-ZĐÀ-Ỹ]+){1,4}$"
)
_NAME = re.compile(r"^[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,5}$")
#: Degrees and ranks before a name are none of it.
_RANK = re.compile(
    r"^(?:(?:(?:GS|PGS|TS|TSKH|ThS|BS|NGND|NGƯT|KTS|LS)\s*[.,]?\s*)+(?=[A-ZĐÀ-Ỹ])"
    r"|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy|uý)\s+|(?:Phó |Chuẩn )?[Đđ]ô đốc\s+)"
)


@dataclass
class FrontMatter:
    """Values under the names of an import's row, and for each the lines (their places) that say so."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, value: str, *places: int) -> None:
        if value and name not in self.values:
            self.values[name], self.lines[name] = value, sorted(set(places))


def read_front_matter(lines: Sequence[str]) -> FrontMatter:
    """Read the head and the signature. What is not found is left out; nothing is guessed.

    >>> head = ["CHÍNH PHỦ", "____", "Số: 30/2020/NĐ-CP", "Hà Nội, ngày 05 tháng 3 năm 2020"]
    >>> found = read_front_matter([*head, "NGHỊ ĐỊNH", "Về công tác văn thư", "Căn cứ Luật Tổ chức Chính phủ;"])
    >>> found.values["number"], found.values["type"], found.values["title"], found.values["issuers"]
    ('30/2020/NĐ-CP', 'Nghị định', 'Về công tác văn thư', 'Chính phủ')
    """
    cells = _cells(lines)
    head = _head(cells)
    found = FrontMatter()
    _number(head, found)
    _date(head, cells, found)
    number = parse_number(found.values.get("number", ""))
    _type_and_title(head, lines, number, found)
    _issuers(head, number, found)
    _signer(cells[len(head) :] or cells, found)
    _signer(head, found)  # a source may print the signature above the text
    _effective_day(cells, found)
    return found


Cells = list[tuple[int, str]]


def _cells(lines: Sequence[str]) -> Cells:
    """What stands side by side, apart; what a narrow cell of the head has broken, joined again."""
    found: Cells = []
    for place, line in enumerate(lines):
        for text in normalize_nfc(line).split(" | "):
            for part in _SIDES.split(text) if len(found) < HEAD else (text,):
                if not (cell := collapse_whitespace(part)):
                    continue
                if found and len(found) < HEAD and _CUT.search(found[-1][1]) and _REST.match(cell):
                    found[-1] = (found[-1][0], f"{found[-1][1]} {cell}")
                else:
                    found.append((place, cell))
    return found


def _head(cells: Cells) -> Cells:
    """Up to where the text begins."""
    for at, (_place, cell) in enumerate(cells[:HEAD]):
        if at and _begins_body(cell, cells[at - 1][1]):
            return cells[:at]
    return cells[: HEAD // 2]


def _begins_body(cell: str, above: str) -> bool:
    """Titles may begin with the same words, and go on with them in capitals or with a small letter."""
    if not _BODY_BEGINS.match(cell) or cell[0].islower():
        return False
    if _ALWAYS_BODY.match(cell):
        return True
    return not in_capitals(cell) and not (
        in_capitals(above) and fold_diacritics(above).rstrip(" :") in types.current_types().names
    )


def _number(head: Cells, found: FrontMatter) -> None:
    for place, number, kind in _numbers(head):
        found.add("number", number[:120], place)
        if kind:
            found.add("type", kind, place)
        return


def _numbers(head: Cells) -> Iterator[tuple[int, str, str]]:
    """Place, number, and the type where it is named before it."""
    for place, cell in head:
        if (match := _NUMBER.match(cell)) and (
            match["type"] is None or fold_diacritics(match["type"]) in types.current_types().names
        ):
            number = _PLACE_AFTER.split(match["number"].split(" ngày ")[0])[0].strip(" .,;")
            if re.match(r"\d", number) and re.search(r"[/-]", normalize_dashes(number)):
                named = types.current_types().names
                yield place, number, named[fold_diacritics(match["type"])] if match["type"] else ""


def find_numbers(lines: Sequence[str]) -> list[str]:
    """Every number that the head gives to the document; more than one is a doubt."""
    return [number for _place, number, _kind in _numbers(_head(_cells(lines)))]


def find_days(lines: Sequence[str]) -> list[str]:
    """Every day that stands beside a place in the head; an impossible one is empty."""
    found = (_DATE.search(cell) for _place, cell in _head(_cells(lines)))
    return [_day(day["day"], day["month"], day["year"]) for day in found if day and _PLACE.match(day["place"])]


def _date(head: Cells, cells: Cells, found: FrontMatter) -> None:
    for place, cell in head:
        if (match := _DATE.search(cell)) and (day := _day(match["day"], match["month"], match["year"])):
            found.add("issued", day, place)
            found.add("place", match["place"].strip(" ,"), place)
            return
    for place, cell in head:  # the place stands beside the number, the day with it or below
        if (match := _DAY_ALONE.search(cell)) and (day := _day(*match.groups())):
            if cell[: match.start()].strip() and not _NUMBER.match(cell):
                continue
            found.add("issued", day, place)
            return
    for place, cell in cells[-120:]:  # laws say at their end when they were passed
        if (match := _PASSED.search(cell)) and (day := _day(*match.groups())):
            found.add("issued", day, place)
            return


def _day(day: str, month: str, year: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _type_and_title(head: Cells, lines: Sequence[str], number: DocumentNumber, found: FrontMatter) -> None:
    for at, (place, cell) in enumerate(head):
        if (name := types.current_types().names.get(fold_diacritics(cell).rstrip(" :"))) and in_capitals(cell):
            found.values.pop("type", None)
            found.add("type", name, place)
            _title(head[at + 1 :], lines, found)
            return
    for at, (place, cell) in enumerate(head):
        if match := _ABOUT.match(cell):
            subject = [cell[match.end() :], *_about_goes_on(head[at + 1 :])]
            found.add("title", _capital(" ".join(subject).strip(" .")), place)
            if "number" in found.values and not number.names_type:
                found.add("type", "Công văn", found.lines["number"][0])
            return


def _about_goes_on(rest: Cells) -> list[str]:
    """A subject under the number runs over several short lines of its cell."""
    taken: list[str] = []
    for _place, cell in rest:
        if not cell[0].islower() or _DATE.search(cell) or len(taken) == 4:
            break
        taken.append(cell)
    return taken


def _title(rest: Cells, lines: Sequence[str], found: FrontMatter) -> None:
    taken: Cells = []
    for place, cell in rest:
        if _RULE.match(cell):
            if taken:
                break
            continue
        if taken and in_capitals(cell) and _is_issuer_again(cell):
            break
        if cell.startswith("(") or len(taken) == 8:
            break
        taken.append((place, cell))
    words = reduce(join_lines, (cell for _place, cell in taken), "").strip()
    title = to_sentence_case(words, lines) if in_capitals(words) else words
    found.add("title", _capital(title.strip(" .:")), *(place for place, _cell in taken))


def _is_issuer_again(cell: str) -> bool:
    """Below the title those who decide are named again: "BỘ TRƯỞNG BỘ…", "THỦ TƯỚNG CHÍNH PHỦ"."""
    return bool(_OFFICE.match(cell) or _BODY_WORD.match(cell))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _issuers(head: Cells, number: DocumentNumber, found: FrontMatter) -> None:
    """The capitals above the number, without the nation's name and motto."""
    stop = min((places[0] for name, places in found.lines.items() if name in ("number", "type", "title")), default=0)
    names: list[list[tuple[int, str]]] = []
    for place, cell in head:
        if _MOTTO.match(fold_diacritics(cell)) or _RULE.match(cell) or _DATE.search(cell) or _NUMBER.match(cell):
            continue
        if fold_diacritics(cell).rstrip(" :") in types.current_types().names:
            break
        if place > stop or not in_capitals(cell):
            if names:
                break
            continue
        cell = cell.strip(" -–_*")
        if not names or (_BODY_WORD.match(cell) and not _PLACE_WORDS.match(cell) and not _goes_on(names[-1], cell)):
            names.append([])
        names[-1].append((place, cell))
    whole = [(" ".join(cell for _place, cell in name), [place for place, _cell in name]) for name in names]
    joint = any(group in ("TTLT", "NQLT", "TTLB", "TTLN") for group in number.groups)
    if not joint and len(whole) > 1:
        whole = [_below(whole[-2], whole[-1])]
    if whole:
        bodies = [
            to_body_case(part) for name, _places in whole for part in re.split(r"\s+[-–]\s+(?=BỘ|VIỆN|TÒA|UBND)", name)
        ]
        found.add("issuers", "; ".join(bodies), *(place for _name, places in whole for place in places))


def _goes_on(name: list[tuple[int, str]], cell: str) -> bool:
    """A narrow column breaks "… MÔI" / "TRƯỜNG" and "ỦY" / "BAN NHÂN DÂN"."""
    return bool(_UNFINISHED.search(name[-1][1])) or cell == "TRƯỜNG"


def _below(upper: tuple[str, list[int]], lower: tuple[str, list[int]]) -> tuple[str, list[int]]:
    """ "UBND HUYỆN X" over "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO": the department issues, and the place tells it from others."""
    council = _OF_COUNCIL.match(upper[0])
    if council and lower[0] == "VĂN PHÒNG":
        return f"{lower[0]} {upper[0]}", [*upper[1], *lower[1]]
    if council and re.match(r"(?:SỞ|PHÒNG)\b", lower[0]) and council["place"] not in lower[0]:
        return f"{lower[0]} {council['place']}", [*upper[1], *lower[1]]
    return lower


def _signer(cells: Cells, found: FrontMatter) -> None:
    """The first office in capitals that a name follows; what is annexed comes after it."""
    closed = False
    cells = [(place, _RECIPIENTS.sub("", cell)) for place, cell in cells]
    for at, (_place, cell) in enumerate(cells):
        closed = closed or not cell or is_closing(cell) or cell.rstrip().endswith("./.")
        if not (closed and _OFFICE.match(cell)):
            continue
        offices: list[str] = []
        places = []
        for other, text in cells[at : at + 12]:
            text = _RANK.sub("", _SEALED.sub("", text).strip(" []|"))
            if not text or _RULE.match(text) or _RECIPIENT.search(text):
                continue
            capitals = in_capitals(text)
            if capitals and not (offices and _SURNAME.match(text)):
                offices.append(text)
                places.append(other)
            elif _NAME.match(text):
                found.add("signer", text.title() if capitals else text, other)
                found.add("signer_title", ", ".join(map(_office, offices)), *places)
                return
            else:
                break


def _office(text: str) -> str:
    """ "KT. BỘ TRƯỞNG" → "KT. Bộ trưởng"."""
    if match := _FOR.match(text):
        rest = text[match.end() :].strip()
        return f"{match.group().replace(' ', '')} {to_body_case(rest)}" if rest else match.group()
    return to_body_case(text)


def _effective_day(cells: Cells, found: FrontMatter) -> None:
    for place, cell in cells:
        if match := _IN_FORCE.search(cell):
            day = (
                found.values.get("issued", "") if match["signed"] else _day(match["day"], match["month"], match["year"])
            )
            found.add("effective", day, place)
            return
