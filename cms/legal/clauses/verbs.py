"""The verbs of clauses, where their documents stand, and which lines above a list carry a verb for its items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.legal.clauses.records import AMENDS, ENDS, EXTENDS, REPLACES, REPLACES_WORDS, SUSPENDS

_WORDS = r"(?:các |một số |những )?(?:cụm từ|từ ngữ|từ)\b"
#: What acts upon the documents after it.
_BEFORE = (
    (AMENDS, r"[Ss]ửa đổi(?:,? (?:và )?(?:bổ sung|thay thế|bãi bỏ|hủy bỏ|bỏ))*(?! bởi)(?! tại)(?! theo)"),
    (
        AMENDS,
        r"[Bb]ãi bỏ, sửa đổi(?:, (?:bổ sung|thay thế))*|[Tt]hay thế, bổ sung(?:, bãi bỏ)?|[Bb]ổ sung, thay thế(?:, bãi bỏ)?",
    ),
    (REPLACES_WORDS, rf"(?:[Tt]hay thế|[Bb]ãi bỏ|[Bb]ổ sung|(?<!bãi )[Bb]ỏ) {_WORDS}"),
    (REPLACES, rf"[Tt]hay thế(?:, bãi bỏ)?(?: cho)?\b(?! {_WORDS})|[Tt]hay cho\b"),
    (ENDS, rf"(?:[Bb]ãi bỏ|[Hh][uủ][ỷy] bỏ)(?:, thay thế)?\b(?! {_WORDS})(?! và sửa)"),
    (
        SUSPENDS,
        r"(?:[Nn]gưng|[Tt]ạm ngưng|[Tt]ạm dừng)(?: hiệu lực(?: thi hành)?| áp dụng| thực hiện| thi hành)(?: của| đối với)?|[Đđ]ình chỉ (?:việc )?thi hành",
    ),
    (EXTENDS, r"[Kk]éo dài (?:thời hạn|thời gian|hiệu lực|việc)(?: áp dụng| thực hiện| thi hành| thí điểm| hiệu lực)*"),
)
#: What acts upon the documents before it.
_AFTER = (
    (
        ENDS,
        r"(?:sẽ |đều |đương nhiên )?(?:hết hiệu lực|chấm dứt hiệu lực|không còn hiệu lực|hết giá trị thi hành|(?:bị|được) bãi bỏ)",
    ),
    (SUSPENDS, r"(?:được |bị |sẽ )?(?:tạm )?ngưng hiệu lực"),
)
_VERB = re.compile("|".join(f"(?P<b{index}>{pattern})" for index, (_kind, pattern) in enumerate(_BEFORE)))
_VERB_AFTER = re.compile("|".join(f"(?P<a{index}>{pattern})" for index, (_kind, pattern) in enumerate(_AFTER)))
#: The past, a condition, or another agent: no clause of this document.
_TOLD = re.compile(
    r"(?:đã|đã bị|đã được|bị|được|chưa|không|phải|đề nghị|quyền|việc|thẩm quyền|hoặc|trường hợp|thủ tục)\s*$",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(r"^(?: một phần)?,?\s*(?:bởi|theo quy định (?:tại|của) (?!.{0,40}này))", re.IGNORECASE)
CONDITION = re.compile(
    r"^\W*(?:\d{1,3}[.)]|[a-zđ]\))?\W*(?:trường hợp|nếu|khi|đến khi|cho đến|trước khi|sau khi|trong thời gian|trong trường hợp|từ khi|các văn bản .{0,80}(?:trường hợp|nếu))\b",
    re.IGNORECASE,
)
#: "2. Các văn bản sau đây hết hiệu lực …:", "Bãi bỏ các Thông tư sau:", "Thông tư này thay thế:", "Bãi bỏ toàn bộ 18 văn bản".
_LEADS = re.compile(
    r"(?:bãi bỏ|h[uủ][ỷy] bỏ|thay thế)(?:, (?:bãi bỏ|thay thế))?(?:\s+(?:cho|các|toàn bộ|một phần|một số|những|\d+|nội dung|quy định|có liên quan|văn bản|quy phạm pháp luật|"
    r"thông tư|nghị định|quyết định|luật|tại|của|điều|khoản|sau|đây|sau đây|như sau|là|gồm|liên tịch|do|bộ trưởng|\w+ ban hành|kể từ.*))*\s*[:.]?\s*$"
    r"|(?:bãi bỏ|h[uủ][ỷy] bỏ|thay thế)\s+(?:toàn bộ|một phần|các|một số|những|\d+).{0,160}(?:sau(?: đây)?|ban hành|gồm)[^:]{0,80}:?\s*$",
    re.IGNORECASE,
)
_LEADS_ENDED = re.compile(
    r"(?:văn bản|quy định|thông tư|nghị định|quyết định|luật|nghị quyết|pháp lệnh|chỉ thị|quy chuẩn)[^:]{0,120}\b(?:sau|sau đây|dưới đây)\b[^:]{0,80}(?:hết hiệu lực|chấm dứt hiệu lực)"
    r"|(?:hết hiệu lực|chấm dứt hiệu lực)[^:]{0,120}(?:gồm|sau|sau đây|với)\s*:\s*$"
    r"|(?:văn bản|quy định)[^:]{0,60}(?:sau|sau đây)[^:]{0,40}hết hiệu lực",
    re.IGNORECASE,
)


#: A sentence's own amending verb stands at its beginning; further on it belongs to somebody's title.
_BEGINS = re.compile(
    r"^\W*(?:(?:\d{1,3}[a-zđ]?(?:\.\d+)?[.)]|[a-zđ]\))\W*)?(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư(?: liên tịch)?) này\s*)?"
    r"(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư|Thông tư liên tịch)(?: số \S+)?\s*)?(?:về việc\s*)?$"
)
#: Verbs further on in a sentence follow these.
_GOES_ON = re.compile(r"(?:này|và|đồng thời|[;,:.]|thi hành|hiệu lực|\d{4}|ký|ban hành)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A verb at ``start``…``end`` of the words; ``before``: its documents stand before it."""

    kind: str
    start: int
    end: int
    before: bool


def verbs_in(words: str, start: int, end: int) -> Iterator[Found]:
    """Verbs of a sentence in its order. What is told of the past or of others is left out."""
    found = [
        *((_BEFORE[int(name[1:])][0], match, False) for match, name in _named(_VERB, words, start, end)),
        *((_AFTER[int(name[1:])][0], match, True) for match, name in _named(_VERB_AFTER, words, start, end)),
    ]
    for kind, match, before in sorted(found, key=lambda item: item[1].start()):
        head = words[start : match.start()]
        if _BY_OTHERS.match(words[match.end() : end]) or (not before and _TOLD.search(head)):
            continue
        if not before and not _BEGINS.match(head) and (kind in (AMENDS, REPLACES_WORDS) or not _GOES_ON.search(head)):
            continue
        if before and re.search(r"(?:đã|chưa|không|khi|đến|ngày|sẽ không)\s*$", head, re.IGNORECASE):
            continue
        yield Found(kind, match.start(), match.end(), before)


def _named(pattern: re.Pattern[str], words: str, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
    for match in pattern.finditer(words, start, end):
        if match.lastgroup:
            yield match, match.lastgroup


def kind_of_lead(lead: str) -> str | None:
    """The verb that a line above carries for the items below it; the last one of the line counts."""
    if CONDITION.match(lead):
        return None
    if _LEADS_ENDED.search(lead):
        return ENDS
    found = _LEADS.search(lead)
    if found is None:
        return None
    words = found.group().lower()
    return ENDS if re.match(r"bãi bỏ|h[uủ][ỷy] bỏ", words) else REPLACES
