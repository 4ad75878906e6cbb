"""The verbs of modification clauses, the position of their documents, and the lines above a list that give its items a
verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cms.legal.modifications.records import AMENDS, ENDS, EXTENDS, REPLACES, REPLACES_WORDS, SUSPENDS

_WORDS = r"(?:các |một số |những )?(?:cụm từ|từ ngữ|từ)\b"
#: Verbs that act upon the documents after them.
_BEFORE = (
    (AMENDS, r"[Ss]ửa đổi(?:,? (?:và )?(?:bổ sung|thay thế|bãi bỏ|hủy bỏ|bỏ))*(?! bởi)(?! tại)(?! theo)"),
    (
        AMENDS,
        r"[Bb]ãi bỏ, sửa đổi(?:, (?:bổ sung|thay thế))*|[Tt]hay thế, bổ sung(?:, bãi bỏ)?"
        r"|[Bb]ổ sung, thay thế(?:, bãi bỏ)?",
    ),
    (AMENDS, r"[Bb]ổ sung (?=(?:các |một số )?(?:Điều|điều|khoản|điểm|Chương|Mục|Phụ lục|Mẫu|quy định|nội dung))"),
    (REPLACES_WORDS, rf"(?:[Tt]hay thế|[Bb]ãi bỏ|[Bb]ổ sung|(?<!bãi )[Bb]ỏ) {_WORDS}"),
    (REPLACES, rf"[Tt]hay thế(?:, bãi bỏ)?(?: cho)?\b(?! {_WORDS})|[Tt]hay cho\b"),
    (ENDS, rf"(?:[Bb]ãi bỏ|[Hh][uủ][ỷy] bỏ)(?:, thay thế)?\b(?! {_WORDS})(?! và sửa)"),
    (
        SUSPENDS,
        r"(?:[Nn]gưng|[Tt]ạm ngưng|[Tt]ạm dừng)(?: hiệu lực(?: thi hành)?| áp dụng| thực hiện| thi hành)(?: của"
        r"| đối với)?|[Đđ]ình chỉ (?:việc )?thi hành",
    ),
    (
        EXTENDS,
        r"[Kk]éo dài (?:hiệu lực|(?:thời hạn|thời gian|việc)(?: áp dụng| thực hiện| thi hành| thí điểm| hiệu lực)+)",
    ),
)
#: Verbs that act upon the documents before them.
_AFTER = (
    (
        ENDS,
        r"(?:sẽ |đều |đương nhiên )?(?:hết hiệu lực|chấm dứt hiệu lực|không còn hiệu lực|hết giá trị thi hành|(?:bị"
        r"|được) bãi bỏ)",
    ),
    (SUSPENDS, r"(?:được |bị |sẽ )?(?:tạm )?ngưng hiệu lực"),
)
_MOST_BEFORE = 300
#: A text without a match contains no modification clause.
MAY_ACT = re.compile(
    r"hiệu lực|[Bb]ãi bỏ|[Hh][uủ][ỷy] bỏ|[Tt]hay thế|[Tt]hay cho|[Ss]ửa đổi|[Bb]ổ sung|[Nn]gưng|[Dd]ừng|[Đđ]ình chỉ"
    r"|[Kk]éo dài|giá trị"
)
_VERB = re.compile("|".join(f"(?P<b{index}>{pattern})" for index, (_kind, pattern) in enumerate(_BEFORE)))
_VERB_AFTER = re.compile("|".join(f"(?P<a{index}>{pattern})" for index, (_kind, pattern) in enumerate(_AFTER)))
#: The past, a condition, or another agent: not a modification by this document.
_TOLD = re.compile(
    r"(?:đã|đã bị|đã được|bị|được|chưa|không|phải|đề nghị|quyền|việc|thẩm quyền|hoặc|trường hợp|thủ tục)\s*$",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(r"^(?: một phần)?,?\s*(?:bởi|theo quy định (?:tại|của) (?!.{0,40}này))", re.IGNORECASE)
CONDITION = re.compile(
    r"^\W*(?:\d{1,3}[.)]|[a-zđ]\))?\W*(?:trường hợp|nếu|khi|đến khi|cho đến|trước khi|sau khi|trong thời gian"
    r"|trong trường hợp|từ khi|các văn bản .{0,80}(?:trường hợp|nếu))\b",
    re.IGNORECASE,
)
#: "Bãi bỏ các Thông tư sau:", "Thông tư này thay thế:", "… và bãi bỏ các quy định sau:": a verb with nothing but
#: general words up to the colon.
_LEAD_VERB = re.compile(r"(bãi bỏ|h[uủ][ỷy] bỏ|thay thế)(?:, (?:bãi bỏ|thay thế))?", re.IGNORECASE)
_LEAD_GOES_ON = re.compile(
    r"\s*:|\s+(?:cho|các|toàn bộ|một phần|một số|những|\d+|nội dung|quy định|văn bản|thông tư|nghị định|quyết định"
    r"|luật|hiệu lực)\b",
    re.IGNORECASE,
)
_MOST_IN_LEAD = 260
#: "2. Các văn bản sau đây hết hiệu lực …:".
_LEADS_ENDED = re.compile(
    r"(?:văn bản|quy định|thông tư|nghị định|quyết định|luật|nghị quyết|pháp lệnh|chỉ thị"
    r"|quy chuẩn)[^:]{0,120}\b(?:sau|sau đây|dưới đây)\b[^:]{0,80}(?:hết hiệu lực|chấm dứt hiệu lực)"
    r"|(?:hết hiệu lực|chấm dứt hiệu lực)[^:]{0,120}(?:gồm|sau|sau đây|với)\s*:\s*$"
    r"|(?:văn bản|quy định)[^:]{0,60}(?:sau|sau đây)[^:]{0,40}hết hiệu lực",
    re.IGNORECASE,
)


#: A sentence's own amending verb stands at its beginning; further on it belongs to a document title.
_BEGINS = re.compile(
    r"^\W*(?:(?:\d{1,3}[a-zđ]?(?:\.\d+)?[.)]|[a-zđ]\))\W*)?(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định"
    r"|Quyết định|Thông tư(?: liên tịch)?) này\s*)?"
    r"(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư"
    r"|Thông tư liên tịch)(?: số \S+)?\s*)?(?:về việc\s*)?$"
)
#: Verbs further on in a sentence follow these.
_GOES_ON = re.compile(r"(?:này|và|đồng thời|[;,:.]|thi hành|hiệu lực|\d{4}|ký|ban hành)\s*$", re.IGNORECASE)


#: A heading over a list: "Bãi bỏ toàn bộ một số văn bản quy phạm pháp luật của Thủ tướng Chính phủ".
_ALL_OF = re.compile(
    r"^\W*(?:\d{1,3}[.)]\s*)?(bãi bỏ|h[uủ][ỷy] bỏ|thay thế)\s+(?:(?:toàn bộ|một phần|các|một số|những"
    r"|\d+)\s+)+(?:nội dung|quy định|văn bản|thông tư|nghị định|quyết định|"
    r"điều|khoản|luật|nghị quyết|chỉ thị|pháp lệnh)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+/(?:\d{4}|[A-ZĐ])|\d-[A-ZĐ]{2}")


@dataclass(frozen=True, slots=True)
class FoundVerb:
    """A verb at ``start``…``end`` of the words; ``before``: its documents stand before it."""

    kind: str
    start: int
    end: int
    before: bool


def find_verbs(words: str, start: int, end: int) -> Iterator[FoundVerb]:
    """Yields the verbs of a sentence in order, without those about the past or other agents."""
    found = [
        *((_BEFORE[int(name[1:])][0], match, False) for match, name in _named(_VERB, words, start, end)),
        *((_AFTER[int(name[1:])][0], match, True) for match, name in _named(_VERB_AFTER, words, start, end)),
    ]
    for kind, match, before in sorted(found, key=lambda item: item[1].start()):
        head = words[max(start, match.start() - _MOST_BEFORE) : match.start()]
        if _BY_OTHERS.match(words[match.end() : end]) or (not before and _TOLD.search(head)):
            continue
        if not before and not _BEGINS.match(head) and (kind in (AMENDS, REPLACES_WORDS) or not _GOES_ON.search(head)):
            continue
        if before and re.search(r"(?:đã|chưa|không|khi|đến|ngày|sẽ không)\s*$", head, re.IGNORECASE):
            continue
        yield FoundVerb(kind, match.start(), match.end(), before)


def _named(pattern: re.Pattern[str], words: str, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
    for match in pattern.finditer(words, start, end):
        if match.lastgroup:
            yield match, match.lastgroup


@lru_cache(maxsize=4096)
def kind_of_lead(lead: str) -> str | None:
    """Returns the verb that a line above gives the items below it; the last one of the line counts."""
    if CONDITION.match(lead):
        return None
    if _LEADS_ENDED.search(lead):
        return ENDS
    if (all_of := _ALL_OF.match(lead)) and not _NUMBER.search(lead):
        return REPLACES if all_of.group(1).lower().startswith("thay") else ENDS
    found = list(_LEAD_VERB.finditer(lead[-_MOST_IN_LEAD:]))
    rest = lead[-_MOST_IN_LEAD:][found[-1].end() :] if found else ""
    if not rest.rstrip().endswith(":") or not _LEAD_GOES_ON.match(rest) or _NUMBER.search(rest):
        return None
    return REPLACES if found[-1].group(1).lower().startswith("thay") else ENDS
