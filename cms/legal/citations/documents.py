"""Mentions of documents: by number ("Nghị định số 15/2020/NĐ-CP") and by name ("Luật Giáo dục 2019")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cms.legal.citations import grammar, names
from cms.legal.citations.shadow import Shadow


@dataclass(frozen=True)
class Mention:
    """One document in the text; offsets are those of the shadow."""

    start: int
    end: int
    type: str | None
    number: str | None
    kind: str
    name: str | None = None
    year: int | None = None
    partial: bool = False
    weak: bool = False  # counts only with a provision before it: "khoản 2 Điều 8 luật đất đai"


def find_documents(shadow: Shadow) -> list[Mention]:
    """All mentions in the order of the text, none overlapping another."""
    named = _named(shadow)
    numbered = _numbered(shadow, named)
    mentions = sorted([*named, *numbered], key=lambda mention: mention.start)
    taken = _Taken(mentions)
    bare = [mention for mention in _bare(shadow) if taken.is_free(mention.start, mention.end)]
    return sorted([*mentions, *bare], key=lambda mention: mention.start) if bare else mentions


class _Taken:
    """Are these offsets inside a mention? Asked in ascending order."""

    def __init__(self, mentions: list[Mention]):
        self.mentions, self.index = mentions, 0

    def is_free(self, start: int, end: int) -> bool:
        while self.index < len(self.mentions) and self.mentions[self.index].end <= start:
            self.index += 1
        return self.index == len(self.mentions) or self.mentions[self.index].start >= end


# --- by name ---------------------------------------------------------------------------------------------------
_ANCHOR_F = re.compile(r"luat\b|hien phap\b|phap lenh\b|bl(?:ds|hs|tt|ld|hh|\s?tt)|lhn|lttc?hc|hiep dinh\s|cong uoc\s")
_YEAR_F = re.compile(
    r"(?:\s{1,3}\(?sua doi(?:,?\s{1,3}bo sung)?\)?)?\s{1,3}\(?(?:nam\s{1,3})?((?:19|20)\d\d)(?![\d/]|[-.]\d|\s?-\s?20\d\d)\)?"
)
_TO_NUMBER_F = re.compile(r"[\s(,]{0,3}(?:so\s{0,2}:?\s{0,2})?(?=\d)")
_NATIONAL = re.compile(r"QH\d{0,2}|CTN|LCT|HĐNN")
_UNKNOWN_F = re.compile(
    r"(?:bo luat|luat|phap lenh)\s{1,3}([a-z][^|.;:\"\d]{3,120}?)(?:\s{1,3}so\s{0,2}:?\s{0,2}(?=\d{1,3}/)|\s{1,3}(?:nam\s{1,3})?(?=(?:19|20)\d\d(?![\d/.-])))"
)
_NO_NAME_F = re.compile(r"\b(?:nay|luat|nghi quyet|nghi dinh|duoc|phap lenh|ngay|nam|co hieu luc|viet nam|nghi|quyet dinh|tai|theo|tren|ve|su)\b")
_LAW_LIKE_F = re.compile(
    r"(?:bo luat|luat|phap lenh)\s((?:[a-z]{1,7}[ \n]){1,9}?[a-z]{1,7})(?=\s{0,2}(?:[.,;:()|\"]|$|(?:quy dinh|duoc|co|va|cua|da|se|la|nam|ngay|thi|de|"
    r"nham|do|tai|ve|theo|trong|voi|cho|khi|neu|nay|moi|sua|hien|phai|khong|cung|con|dang|nhu|ma|o|den|ra|chua|nen)\b))"
)
_BLOCK = frozenset(["phap", "ky", "khoa", "truong", "nganh", "hoc", "hoi", "vien", "mon", "dao", "ty", "phong", "chi", "si", "sinh", "gia", "doan", "dinh"])
_CUES = frozenset(["theo", "cua", "trong", "tai", "boi", "vao", "trai", "sua", "va", "voi", "tu", "an", "thao", "hanh", "cu", "o", "doi", "den", "hoac", "hay"])
_TREATY = re.compile(r"[A-Z]{3,8}(?![^\W_])|Đối tác [Tt]oàn diện và [Tt]iến bộ [Xx]uyên Thái Bình Dương|(?:của )?Liên [Hh]ợp [Qq]uốc về [^.,;:()\d]{4,60}?(?=[.,;:()]| năm |$)|về (?:q|Q)uyền trẻ em")


def _named(shadow: Shadow) -> list[Mention]:
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


def _law(shadow: Shadow, start: int) -> Mention | None:
    text, folded = shadow.text, shadow.folded
    amending = names.find_amending_name(text, folded, start)
    hit = names.find_name(text, folded, start)
    if amending and (hit is None or hit.end < amending.end):
        hit = amending
    if hit is None:
        return _unknown_law(shadow, start)
    number, number_end = _number_after(shadow, hit.end)
    year = None if number else _YEAR_F.match(folded, hit.end)
    if year and not number:
        number, number_end = _number_after(shadow, year.end())
    if number and " sửa đổi, " in hit.name:
        inner = names.find_name(text, folded, _inner(folded, start))
        if inner and number in inner.law.numbers:
            number = None  # "Luật sửa đổi … của Luật Giáo dục số 43/2019/QH14": the number is the inner law's
    if number:
        return Mention(start, number_end, hit.type, number, grammar.LEGAL, hit.name)
    end = year.end() if year else hit.end
    if year and folded[end - 1] == ")" and "(" not in folded[hit.end : end]:
        end -= 1
    found_year = int(year.group(1)) if year else None
    sureness = _sureness(text, folded, start, hit, bool(year))
    return Mention(start, end, hit.type, None, grammar.LEGAL, hit.name, found_year, weak=sureness < 1) if sureness >= 0 else None


def _inner(folded: str, start: int) -> int:
    """Where the amended law begins in "Luật sửa đổi, bổ sung một số điều của Bộ luật Hình sự"."""
    inner = re.compile(r"bo luat|luat|phap lenh").search(folded, start + 5)
    return inner.start() if inner else start


def _number_after(shadow: Shadow, end: int) -> tuple[str | None, int]:
    lead = _TO_NUMBER_F.match(shadow.folded, end)
    found = grammar.NUMBER.match(shadow.text, lead.end()) if lead else None
    if not found:
        return None, end
    number, symbol = grammar.number_of(found)
    return (number, _end_of(found, symbol)) if _NATIONAL.search(symbol) else (None, end)


def _sureness(text: str, folded: str, start: int, hit: names.Hit, dated: bool) -> int:
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


def _unknown_law(shadow: Shadow, start: int) -> Mention | None:
    """A law that the table does not know: it has a number or a year, or begins as laws do ("Luật Bảo vệ …")."""
    text, folded = shadow.text, shadow.folded
    if not text[start].isupper():
        return None
    dated = _UNKNOWN_F.match(folded, start)
    found = dated if dated and not _NO_NAME_F.search(dated.group(1)) else None
    if found is None and names.begins_like_a_law(folded, start):
        found = _LAW_LIKE_F.match(folded, start)
    if found is None or not text[found.start(1)].isupper() or _blocked(folded, start):
        return None
    name = " ".join(text[start : found.end(1)].split())
    type_name = names.type_of(name[0] + name[1:].lower())
    number, end = _number_after(shadow, found.end())
    if number:
        return Mention(start, end, type_name, number, grammar.LEGAL, name)
    year = _YEAR_F.match(folded, found.end(1))
    if len(name.split()) > 12:
        return None
    return Mention(start, year.end() if year else found.end(1), type_name, None, grammar.LEGAL, name, int(year.group(1)) if year else None)


def _treaty(shadow: Shadow, anchor: re.Match) -> Mention | None:
    found = _TREATY.match(shadow.text, anchor.end())
    if not found or not shadow.text[anchor.start()].isupper():
        return None
    name = " ".join(shadow.text[anchor.start() : found.end()].split())
    return Mention(anchor.start(), found.end(), " ".join(name.split()[:2]), None, grammar.TREATY, name)


# --- by number -------------------------------------------------------------------------------------------------
_NOT_BEFORE_F = re.compile(
    r"(?:mau|bieu|phu luc|hop dong|hoa don|giay phep|chung nhan|bien lai|ho so|chung thu|thua|to ban do|ma so|tai khoan|dien thoai)(?:\s{1,3}so)?\s{0,3}[:.]?\s{0,3}$"
)
#: Symbols that name no type → the types that a list may lend them.
_FAMILIES = (
    ("QH", frozenset({"Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh"})),
    ("LCT", frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Lệnh"})),
    ("CTN", frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Lệnh", "Quyết định"})),
    ("CP", frozenset({"Nghị định", "Nghị quyết", "Quyết định"})),
    ("HĐBT", frozenset({"Nghị định", "Nghị quyết", "Quyết định", "Chỉ thị"})),
    ("TTg", frozenset({"Quyết định", "Chỉ thị"})),
)
_OWN_NUMBER = re.compile(r"(?:^|[\n|])\s*Số\s*:\s*$")
_QUALIFIED_F = re.compile(
    r"(ban an|quyet dinh|cong van|ke hoach|to trinh|bao cao|thong bao|ket luan|chi thi|cong dien|nghi quyet|huong dan)((?:[ \n]{1,3}[a-z-]{1,12}){1,8})\s*$"
)


@dataclass(frozen=True)
class _Before:
    """What stands before a number: its type word and the word "số"."""

    type: str | None
    start: int
    so: bool
    written: str = ""


def _before(shadow: Shadow, at: int) -> _Before:
    folded = shadow.folded
    offset = max(0, at - 44)
    head = folded[offset:at].rstrip(" \n:.")
    so_at = at
    if head.endswith("so") and not head[-3:-2].isalpha():
        so_at = offset + len(head) - 2
        head = head[:-2].rstrip(" \n:,")
    words = head.rsplit(None, 4)[-4:]
    for count in range(len(words), 0, -1):
        chosen = [words[-count].lstrip("(\"'-,;[|/"), *words[len(words) - count + 1 :]]
        type_name = grammar.TYPE_WORDS.get(" ".join(chosen))
        if type_name:
            position = len(head)
            for word in reversed(chosen):
                position = head.rfind(word, 0, position)
            start = offset + position
            return _Before(type_name, start, so_at < at, shadow.text[start : offset + len(head)])
    return _Before(None, so_at, so_at < at)


def _end_of(found: re.Match, symbol: str) -> int:
    """Without the figure of a footnote that was glued to the symbol."""
    written = found.group().rstrip()
    lost = len(symbol.rstrip("0123456789")) - len(symbol) + len(written) - len(written.rstrip("0123456789")) if symbol else 0
    return found.start() + len(written) - max(lost, 0)


def _numbered(shadow: Shadow, named: list[Mention]) -> list[Mention]:
    text = shadow.text
    taken, mentions = _Taken(named), []
    last: Mention | None = None
    position = 0
    while found := grammar.NUMBER.search(text, position):
        position = found.end()
        start = found.start()
        if not taken.is_free(start, start + 1):
            continue
        previous = named[taken.index - 1] if taken.index else None
        if last is None or (previous is not None and previous.end > last.end):
            last = previous
        mention = _by_number(shadow, found, last)
        if mention:
            if last and mention.start < last.end:
                mention = replace(mention, start=max(last.end, start))
            mentions.append(mention)
            last = mention
            position = max(mention.end, start + 1)
    return mentions


def _by_number(shadow: Shadow, found: re.Match, last: Mention | None) -> Mention | None:
    text, folded, start = shadow.text, shadow.folded, found.start()
    glued = text[start - 1] if start else " "
    if glued in "/.-" or glued.isdigit() or (glued == "_" and not found["symbol"]):
        return None
    number, symbol = grammar.number_of(found)
    before = _before(shadow, start)
    if glued.isalpha() and not (symbol and (before.so or (grammar.type_of_symbol(symbol) and found["year"]))):
        return None
    if not symbol:
        return _by_year(shadow, found, number, before, last)
    end = _end_of(found, symbol)
    type_name, begin = _type_for(shadow, before, symbol, start)
    if type_name is None:
        if _NOT_BEFORE_F.search(folded, max(0, start - 30), start) or _OWN_NUMBER.search(text, max(0, start - 12), start):
            return None
        if not grammar.stands_alone(symbol, bool(found["dash"])):
            return None
        type_name = grammar.type_of_symbol(symbol)
        if type_name is None:
            type_name = _inherited(folded, last, begin)
            family = next((types for part, types in _FAMILIES if part in symbol), frozenset())
            type_name = type_name if type_name in family else None
        if type_name is None and symbol.split("-")[0] in grammar.BODIES:
            if not before.so and found["dash"]:
                return None
            type_name = "Công văn"
    return Mention(begin, end, type_name, number, grammar.kind_of(type_name, symbol))


def _type_for(shadow: Shadow, before: _Before, symbol: str, start: int) -> tuple[str | None, int]:
    """The type as written before the number, and where the mention begins; None where none is written."""
    own = grammar.type_of_symbol(symbol)
    so_start = before.start if before.type is None else start
    if before.type:
        generic = before.type in grammar.ADMIN_TYPES or before.written.lower() == "án"
        if generic and own and own not in (before.type, "Công văn"):
            return (own if own == "Bản án" else None), (before.start if own == "Bản án" else _so_start(shadow, start))
        if len(symbol) >= 2 and before.written.lower() != "an":
            return before.type, before.start
        return None, _so_start(shadow, start)
    if before.so and not _NOT_BEFORE_F.search(shadow.folded, max(0, start - 30), start):
        wide = shadow.folded[max(0, so_start - 75) : so_start]
        qualified = _QUALIFIED_F.search(wide)
        if qualified and grammar.TYPE_WORDS[qualified.group(1)] == (own or grammar.TYPE_WORDS[qualified.group(1)]):
            type_name = grammar.TYPE_WORDS[qualified.group(1)]
            if own or type_name in grammar.ADMIN_TYPES:
                return type_name, max(0, so_start - 75) + qualified.start()
    return None, so_start


def _so_start(shadow: Shadow, start: int) -> int:
    found = re.compile(r"so\s{0,2}:?\s{0,2}$").search(shadow.folded, max(0, start - 7), start)
    return found.start() if found else start


def _by_year(shadow: Shadow, found: re.Match, number: str, before: _Before, last: Mention | None) -> Mention | None:
    """ "Quyết định 06/2010", "TT 163/2012": number and year without a symbol."""
    if not 1945 <= int(found["year"]) <= 2100 or len(found["digits"]) > 4 or "." in found["digits"]:
        return None
    end = found.start() + len(found.group().rstrip())
    if before.type in grammar.YEAR_TYPES and (len(before.written) > 4 or before.written.isupper()):
        return Mention(before.start, end, before.type, number, grammar.LEGAL, partial=True)
    if last and last.partial and (inherited := _inherited(shadow.folded, last, before.start)):
        return Mention(before.start, end, inherited, number, grammar.LEGAL, partial=True)
    return None


def _inherited(folded: str, last: Mention | None, start: int) -> str | None:
    """In a list the first type word holds for all: "các Luật số 43/2024/QH15, số 47/2024/QH15"."""
    if last is None or start - last.end > 60:
        return None
    gap = folded[last.end : start]
    if (len(gap) <= 2 and not gap.strip()) or grammar.LIST_GAP_F.fullmatch(gap):
        return last.type
    return None


def _bare(shadow: Shadow) -> list[Mention]:
    """ "kết luận số 21 ngày …", "Nghị quyết 29 của Trung ương": a number alone, with its issuer or date."""
    folded, mentions = shadow.folded, []
    for found in grammar.BARE_F.finditer(folded):
        start = found.start()
        if start and folded[start - 1].isalnum():
            continue
        words = folded[start : found.start("digits")]
        type_name = grammar.TYPE_WORDS[" ".join(words.replace(":", " ").split()[:2])]
        party = bool(grammar.PARTY_BODY_F.match(folded, found.end(), found.end() + 110)) and found["body"] not in ("quoc hoi", "chinh phu")
        if (type_name in ("Thông báo", "Quy định") and not party) or (found["digits"].startswith("0") and not words.rstrip(" :").endswith("so")):
            continue
        kind = grammar.PARTY if party or type_name == "Kết luận" else grammar.LEGAL
        mentions.append(Mention(start, found.end(), type_name, found["digits"], kind, partial=kind == grammar.LEGAL))
    return mentions
