"""Mentions by name: "Luật Giáo dục 2019", "Bộ luật Dân sự", "Hiến pháp"."""

from __future__ import annotations

import re

from cms.legal.parsing import grammar, law_names
from cms.legal.parsing.mention import Mention
from cms.legal.parsing.normalized_text import NormalizedText
from cms.legal.parsing.number_mentions import end_of

_ANCHOR_F = re.compile(
    r"luat\b|hien phap\b|phap lenh\b|bl(?:ds|hs|tt|ld|hh|\s?tt)|lhn|lttc?hc|hiep dinh\s|cong uoc\s|nghi dinh thu\s"
)
_YEAR_F = re.compile(
    r"(?:\s{1,3}\(?sua doi(?:,?\s{1,3}bo sung)?\)?)?\s{1,3}\(?(?:nam\s{1,3})?((?:19|20)\d\d)(?![\d/]|[-.]\d"
    r"|\s?-\s?20\d\d)\)?"
)
_TO_NUMBER_F = re.compile(r"[\s(,]{0,3}(?:so\s{0,2}:?\s{0,2})?(?=\d)")
_NATIONAL = re.compile(r"QH\d{0,2}|CTN|LCT|HĐNN")
_UNKNOWN_F = re.compile(
    r"(?:bo luat|luat|phap lenh)\s{1,3}([a-z][^|.;:\"\d]{3,120}?)(?:\s{1,3}so\s{0,2}:?\s{0,2}(?=\d{1,3}/)"
    r"|\s{1,3}(?:nam\s{1,3})?(?=(?:19|20)\d\d(?![\d/.-])))"
)
_NO_NAME_F = re.compile(
    r"\b(?:nay|luat|nghi quyet|nghi dinh|duoc|phap lenh|ngay|nam|co hieu luc|viet nam|nghi|quyet dinh|tai|theo|tren"
    r"|ve|su)\b"
)
_LAW_LIKE_F = re.compile(
    r"(?:bo luat|luat|phap lenh)\s((?:[a-z]{1,7}[ \n]){1,9}?[a-z]{1,7})(?=\s{0,2}(?:[.,;:()|\"]|$|(?:quy dinh|duoc|co"
    r"|va|cua|da|se|la|nam|ngay|thi|de|"
    r"nham|do|tai|ve|theo|trong|voi|cho|khi|neu|nay|moi|sua|hien|phai|khong|cung|con|dang|nhu|ma|o|den|ra|chua|nen)\b))"
)
_NOT_IS = re.compile(r"\s{1,2}l(?!à\b)[aáảãạ]\b")  # folded it looks like "là", where a name ends
#: An ordinance that no table knows: "Pháp lệnh về thủ tục bắt giữ tàu biển được …".
_ABOUT_F = re.compile(
    r"phap lenh\s((?:[a-z]{1,7}[ \n]){2,13}?[a-z]{1,7})(?=\s{0,2}(?:[.,;:()|\"]|$|(?:quy dinh|duoc|co|cua|da|se|la"
    r"|nam|ngay|thi|"
    r"nham|do|tai|theo|trong|voi|khi|neu|nay|hien|phai|khong|cung|con|dang|nhu|so|va cac|va van ban|va luat|va nghi"
    r"|va phap lenh)\b))"
)
# fmt: off
_BLOCK = frozenset((
    "phap", "ky", "khoa", "truong", "nganh", "hoc", "hoi", "vien", "mon", "dao", "ty", "phong", "chi", "si", "sinh",
    "gia", "doan", "dinh",
))
# fmt: on
# fmt: off
_CUES = frozenset((
    "theo", "cua", "trong", "tai", "boi", "vao", "trai", "sua", "va", "voi", "tu", "an", "thao", "hanh", "cu", "o",
    "doi", "den", "hoac", "hay",
))
# fmt: on
#: What a treaty is called after its type. Long names that hold commas stand here as they are; others end where a
#: sentence goes on.
_TREATY_WORDS = (
    r"[Cc]ấm [Pp]hát triển, sản xuất, tàng trữ(?:, sử dụng)? và phá hủy vũ khí hóa học",
    r"(?:quốc tế )?[Vv]ề buôn bán (?:quốc tế )?các loài động vật,? thực vật hoang dã (?:nguy cấp|bị đe dọa)",
    r"[Vv]ề [Xx]óa bỏ mọi hình thức phân biệt đối xử (?:chống lại|với|đối với) phụ nữ",
    r"[Cc]hống tra tấn và các hình thức đối xử hoặc trừng phạt tàn bạo, vô nhân đạo hoặc hạ nhục con người",
    r"(?:quốc tế |(?:của )?Liên [Hh]ợp [Qq]uốc |(?:của )?LHQ )?[Vv]ề (?:các )?[Qq]uyền (?:của )?(?:trẻ em"
    r"|người khuyết tật)",
    r"(?:quốc tế |(?:của )?Liên [Hh]ợp [Qq]uốc )?[Vv]ề [Ll]uật [Bb]iển",
    r"Đối tác [Tt]oàn diện và [Tt]iến bộ [Xx]uyên Thái Bình Dương",
)
_TREATY_END = (
    r"(?=[.;:()\"“”|\n]|,(?! chống\b)|\s(?:năm|ngày|được|đã|có|quy định|là|phải|theo|trong|và (?:các|những|quy định"
    r"|pháp luật|hợp tác)|và (?=[A-ZĐ]))\b|\s?$)"
)
_TREATY = re.compile(
    (
        rf"{'|'.join(_TREATY_WORDS)}|[A-Z][A-Z0-9]{{2,7}}(?![^\W_])"
        rf"|(?:của )?(?:Liên [Hh]ợp [Qq]uốc|LHQ) về [^|\n]{{4,60}}?{_TREATY_END}"
        rf"|(?:[Qq]uốc tế )?(?:[Vv]ề|[Cc]hống|[Cc]ấm) (?=[^.,;:()\d]{{4}})[^|\n]{{4,70}}?{_TREATY_END}"
        rf"|[Tt]hương mại (?!tự do \()[^|\n]{{4,60}}?{_TREATY_END}"
        r"|(?:Viên|La Hay|Hồng Kông|Bắc Kinh|[A-Z][a-z]{3,9})(?![^\W_])"
    ).replace(" ", r"\s{1,2}")
)
_SEVERAL = frozenset(("cac", "nhung", "nhieu", "moi"))


def find_named(shadow: NormalizedText) -> list[Mention]:
    folded, mentions, reached = shadow.folded, [], 0
    for anchor in _ANCHOR_F.finditer(folded):
        start = anchor.start()
        if start < reached:
            continue
        if anchor.group() == "luat":
            if folded.startswith("bo ", start - 3) if start >= 3 else False:
                start -= 3
            elif folded.startswith("phap ", start - 5) if start >= 5 else False:
                continue
        if start and folded[start - 1].isalnum():
            continue
        mention = _treaty(shadow, anchor) if anchor.group()[-1] in " \n" else _law(shadow, start)
        if mention:
            mentions.append(mention)
            reached = mention.end
    return mentions


def _law(shadow: NormalizedText, start: int) -> Mention | None:
    text, folded = shadow.text, shadow.folded
    amending = law_names.find_amending_name(text, folded, start)
    hit = law_names.find_name(text, folded, start)
    if amending and (hit is None or hit.end < amending.end):
        hit = amending
    if amending and hit and (many := law_names.find_amending_many(text, folded, start)) and many.end > hit.end:
        number, number_end = _number_after(shadow, many.end)
        if number and number not in _inner_numbers(text, folded, many):
            return Mention(start, number_end, many.type, number, grammar.LEGAL, many.name)
    if hit is None:
        return _unknown_law(shadow, start)
    number, number_end = _number_after(shadow, hit.end)
    year = None if number else _YEAR_F.match(folded, hit.end)
    if year and not number:
        number, number_end = _number_after(shadow, year.end())
    if number and " sửa đổi, " in hit.name:
        inner = law_names.find_name(text, folded, _inner(folded, start))
        if inner and number in inner.law.numbers:
            number = None  # "Luật sửa đổi … của Luật Giáo dục số 43/2019/QH14": the number is the inner law's
    if number:
        return Mention(start, number_end, hit.type, number, grammar.LEGAL, hit.name)
    end = year.end() if year else hit.end
    if year and folded[end - 1] == ")" and "(" not in folded[hit.end : end]:
        end -= 1
    found_year = int(year.group(1)) if year else None
    sureness = _sureness(text, folded, start, hit, bool(year))
    return (
        Mention(start, end, hit.type, None, grammar.LEGAL, hit.name, found_year, weak=sureness < 1)
        if sureness >= 0
        else None
    )


def _inner_numbers(text: str, folded: str, many: law_names.NameMatch) -> tuple[str, ...]:
    """Numbers of the last law in a list: "… của Luật A và Luật Giáo dục số 43/2019/QH14" says that of Luật Giáo dục."""
    last = max(folded.rfind(word, 0, many.end) for word in ("luat ", "phap lenh "))
    if folded.startswith("bo ", last - 3):
        last -= 3
    inner = law_names.find_name(text, folded, last)
    return inner.law.numbers if inner else ()


def _inner(folded: str, start: int) -> int:
    """Where the amended law begins in "Luật sửa đổi, bổ sung một số điều của Bộ luật Hình sự"."""
    inner = re.compile(r"bo luat|luat|phap lenh").search(folded, start + 5)
    return inner.start() if inner else start


def _number_after(shadow: NormalizedText, end: int) -> tuple[str | None, int]:
    lead = _TO_NUMBER_F.match(shadow.folded, end)
    found = grammar.NUMBER.match(shadow.text, lead.end()) if lead else None
    if not found:
        return None, end
    number, symbol = grammar.number_of(found)
    return (number, end_of(found, symbol)) if _NATIONAL.search(symbol) else (None, end)


def _sureness(text: str, folded: str, start: int, hit: law_names.NameMatch, dated: bool) -> int:
    """1: a law is meant; 0: only with a provision; -1: no law ("khoa Luật Dân sự")."""
    if dated:
        return 1
    if hit.type == "Luật" and _blocked(folded, start):
        return -1
    if hit.type == "Hiến pháp":
        return 1 if text[start].isupper() else 0
    name_start = re.compile(r"\s").search(folded, start)
    capital = text[start].isupper() or (name_start and text[name_start.end()].isupper()) or hit.type == "Bộ luật"
    return 1 if capital or _word_before(folded, start) in _CUES else 0


def _word_before(folded: str, start: int) -> str:
    """A comma stays: it ends what stands before ("Luật Giáo dục đại học, Luật Đặc xá")."""
    before = folded[max(0, start - 16) : start].split()
    return before[-1].lstrip('"(') if before else ""


def _blocked(folded: str, start: int) -> bool:
    return _word_before(folded, start) in _BLOCK


def _unknown_law(shadow: NormalizedText, start: int) -> Mention | None:
    """A law that the table does not know: it has a number or a year, or begins as laws do ("Luật Bảo vệ …")."""
    text, folded = shadow.text, shadow.folded
    if not text[start].isupper():
        return None
    dated = _UNKNOWN_F.match(folded, start)
    found = dated if dated and not _NO_NAME_F.search(dated.group(1).removeprefix("ve ")) else None
    about = folded.startswith("phap lenh ve ", start)
    if found is None and about:
        found = _ABOUT_F.match(folded, start)
    if found is None and law_names.begins_like_a_law(folded, start):
        found = _LAW_LIKE_F.match(folded, start)
    if found is not None and _NOT_IS.match(text, found.end()):
        return None  # cut in the middle: "Luật Phòng chống tác hại thuốc lá"
    if found is None or not (about or text[found.start(1)].isupper()) or _blocked(folded, start):
        return None
    name = " ".join(text[start : found.end(1)].split())
    type_name = law_names.type_of_name(name[0] + name[1:].lower())
    number, end = _number_after(shadow, found.end())
    if number:
        return Mention(start, end, type_name, number, grammar.LEGAL, name)
    year = _YEAR_F.match(folded, found.end(1))
    if len(name.split()) > 12:
        return None
    return Mention(
        start,
        year.end() if year else found.end(1),
        type_name,
        None,
        grammar.LEGAL,
        name,
        int(year.group(1)) if year else None,
    )


def _treaty(shadow: NormalizedText, anchor: re.Match) -> Mention | None:
    if not shadow.text[anchor.start()].isupper() or _word_before(shadow.folded, anchor.start()) in _SEVERAL:
        return None
    found = _TREATY.match(shadow.text, anchor.end())
    if not found:
        return None
    name = " ".join(shadow.text[anchor.start() : found.end()].split())
    type_name = " ".join(shadow.text[anchor.start() : anchor.end()].split())
    return Mention(anchor.start(), found.end(), type_name, None, grammar.TREATY, name)
