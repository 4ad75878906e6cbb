"""What a line of a document's text begins. Pure, no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = r"[IVXLC]{1,7}"
_ORDINAL = r"thứ\s+\w+(?:\s+(?:mươi|mười)(?:\s+\w+)?)?"
_END = r"\s*(?:[.:]\s*|[-–]\s+|\s+|$)"
_DIVISIONS = (
    ("part", re.compile(rf"^(Phần\s+({_ORDINAL}|{_ROMAN}|\d{{1,2}}))(?![\w/]){_END}(.*)$", re.IGNORECASE)),
    ("chapter", re.compile(rf"^(Chương\s+({_ROMAN}[a-z]?|\d{{1,2}}[a-z]?))(?![\w/]){_END}(.*)$", re.IGNORECASE)),
    ("subsection", re.compile(rf"^(Tiểu mục\s+(\d{{1,2}}[a-z]?|{_ROMAN}))(?![\w/]){_END}(.*)$", re.IGNORECASE)),
    ("section", re.compile(rf"^(Mục\s+(\d{{1,2}}[a-z]?|{_ROMAN}|[A-Z]))(?![\w/]){_END}(.*)$", re.IGNORECASE)),
)
#: OCR reads Điều as Diều and Điêu; the number is followed by a full stop, a colon, nothing or a capital.
_ARTICLE = re.compile(
    r"^((?:Điều|Điêu|Diều)\s+(\d{1,4}[a-zđ]{0,2}\d?))(?:\s*[.:]\s*(.*)|\s+(?=[A-ZĐÀ-Ỹ])(.*)|)$", re.IGNORECASE
)
_ANNEX = re.compile(
    rf"^(Phụ lục(?:\s+(?:số\s+)?({_ROMAN}|\d{{1,3}}[A-Z]?(?:\.\d+)?|[A-Z]))?)(?![\w/]){_END}(.*)$", re.IGNORECASE
)
_ATTACHED = re.compile(
    r"^\(?\s*(?:được\s+)?(?:ban hành\s+)?kèm theo\s+(?:Luật|Nghị|Quyết|Thông tư|Chỉ thị|Công văn|Kế hoạch)",
    re.IGNORECASE,
)
_PLAN = re.compile(r"^(([IVX]{1,5})\s*[.)]|Phần\s+([IVX]{1,5})\b[.:]?)\s*(.*)$")
_CLOSING = re.compile(
    r"^(?:Nơi nhận\b|(?:TM|KT|TL|TUQ|T/M|Q)\.\s?[A-ZĐÀ-Ỹ]|"
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?được .{0,80}thông qua|"
    r"(?:THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CHỦ TỊCH|PHÓ CHỦ TỊCH|CHỦ TỊCH QUỐC HỘI|CHỦ TỊCH NƯỚC|GIÁM ĐỐC|THỐNG ĐỐC|"
    r"CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG KIỂM TOÁN|TỔNG THANH TRA|HIỆU TRƯỞNG)(?: [A-ZĐÀ-Ỹ ]{0,40})?$)"
)


@dataclass(frozen=True)
class LineHead:
    """``kind`` of the node that a line begins, its ``number``, its ``label`` as printed, and the rest of the line."""

    kind: str
    number: str
    label: str
    rest: str = ""


def find_head(line: str) -> LineHead | None:
    """What the line begins in a text of articles.

    >>> find_head("Điều 5a. Phạm vi")
    LineHead(kind='article', number='5a', label='Điều 5a', rest='Phạm vi')
    >>> find_head("Điều 5 của Luật này"), find_head("Mục 2")
    (None, Head(kind='section', number='2', label='Mục 2', rest=''))
    """
    if found := _ARTICLE.match(line):
        return LineHead(
            "article", found.group(2).lower().lstrip("0") or "0", found.group(1), found.group(3) or found.group(4) or ""
        )
    if len(line) > 250:
        return None
    for kind, pattern in _DIVISIONS:
        if (found := pattern.match(line)) and _begins(found.group(1), found.group(3)):
            return LineHead(kind, found.group(2), found.group(1), found.group(3))
    if (found := _ANNEX.match(line)) and _begins(found.group(1), found.group(3)):
        return LineHead("annex", found.group(2) or "", found.group(1), found.group(3))
    return None


def find_plan_head(line: str) -> LineHead | None:
    """Plans and letters have no articles but "I. MỤC ĐÍCH, YÊU CẦU"."""
    if (found := _PLAN.match(line)) and len(line) <= 250:
        number = found.group(2) or found.group(3)
        return LineHead("section", number, found.group(1).rstrip(" .:)"), found.group(4))
    found = _ANNEX.match(line)
    if found and len(line) <= 250 and _begins(found.group(1), found.group(3)):
        return LineHead("annex", found.group(2) or "", found.group(1), found.group(3))
    return None


def _begins(label: str, rest: str) -> bool:
    """ "Chương II của Luật này" and "Phụ lục I ban hành kèm theo…" go on with a small letter: they only cite."""
    if not label[0].isupper():
        return False
    return not rest or not rest[0].islower()


def is_heading(text: str, article: bool) -> bool:
    """A title, not a sentence: short, without a sentence's end."""
    return (
        len(text) <= (300 if article else 200)
        and not text.endswith((".", ";", ","))
        and not text.endswith(("như sau:",))
    )


def in_capitals(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    return len(letters) >= 2 and sum(character.isupper() for character in letters) >= 0.9 * len(letters)


def is_closing(line: str) -> bool:
    """Do signatures and recipients begin here?"""
    return bool(_CLOSING.match(line))


def is_attachment(line: str) -> bool:
    return bool(_ATTACHED.match(line))


#: Words after which a provision is named: a line that ends so goes on.
_REFERS = re.compile(
    r"(?:\b(?:tại|theo|của|và|hoặc|hay|với|các|đến|trong|thuộc|khoản \d{1,3}[a-zđ]?|điểm [a-zđ]\d?|quy định|bổ sung"
    r"|bãi bỏ))$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"^\S+\s+\d{1,4}[a-zđ]{0,2}[.,;)]?$")


def is_wrapped(line: str, above: str) -> bool:
    """Does a line that begins like an article only go on with the one above?

    >>> is_wrapped("Điều 142.", "Việc xử lý thực hiện theo quy định tại"), is_wrapped("Điều 2. Đối tượng", "Phạm vi")
    (True, False)
    """
    refers = _REFERS.search(above) or (above.endswith(",") and _NO_TITLE.match(line))
    return bool(refers) and not in_capitals(above)


class Quotes:
    """Is a line inside quotation marks that an earlier line opened, or does it open them at its beginning?

    Amending acts print whole articles of others between “ and ”; their "Điều 5." is not an article of the act.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.last = 0  # the act's own last article
        self.inside = 0  # the quotation's last article

    def reads(self, line: str) -> bool:
        inside = self.depth > 0
        starts = line.startswith(("“", '"', "«", "‘"))
        if inside and self._was_never_closed(line):
            self.depth, inside = 0, False
        opened = line.count("“") + line.count("«")
        closed = line.count("”") + line.count("»")
        straight = line.count('"') % 2
        self.depth = max(0, self.depth + opened - closed)
        if straight:
            self.depth = 0 if inside else 1
        if (inside or starts) and (head := find_head(line.lstrip('“"«‘'))) and head.kind == "article":
            self.inside = _leading(head.number)
        if self.depth == 0:
            self.inside = 0
        return inside or starts

    def _was_never_closed(self, line: str) -> bool:
        """Sources lose closing marks: the act's next article shows it, unless the quotation counts up to it as well."""
        head = find_head(line)
        if head is None or head.kind != "article":
            return False
        number = _leading(head.number)
        return number == self.last + 1 and number != self.inside + 1

    def article(self, number: str) -> None:
        self.last = _leading(number)


def _leading(number: str) -> int:
    figures = re.match(r"\d+", number)
    return int(figures.group()) if figures else 0
