"""Mentions by number: "Nghị định số 15/2020/NĐ-CP", "TT 32/2018", "kết luận số 21"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cms.legal.parsing import grammar, types
from cms.legal.parsing.mention import Mention, TakenSpans
from cms.legal.parsing.normalized_text import NormalizedText

_NOT_BEFORE_F = re.compile(
    r"(?:mau|bieu|phu luc|hop dong|hoa don|giay phep|chung nhan|bien lai|ho so|chung thu|thua|to ban do|ma so"
    r"|tai khoan|dien thoai)(?:\s{1,3}so)?\s{0,3}[:.]?\s{0,3}$"
)
#: Symbols that name no type → the types that a list may lend them.
_FAMILIES = (
    ("QH", frozenset({"Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh"})),
    ("LCT", frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Lệnh"})),
    ("CTN", frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Lệnh", "Quyết định"})),
    ("CP", frozenset({"Nghị định", "Nghị quyết", "Quyết định"})),
    ("HĐBT", frozenset({"Nghị định", "Nghị quyết", "Quyết định", "Chỉ thị"})),
    ("TTg", frozenset({"Quyết định", "Chỉ thị"})),
    ("AL", frozenset({"Án lệ"})),
)
#: The end of a number that was torn in two ("30/2 016/QH14", "số 1 5/2020/NĐ-CP"): no number is better than a wrong
#: one.
_TORN_F = re.compile(
    r"(?:/\s{0,2}\d{1,3}|\b(?:so|nghi dinh|thong tu|quyet dinh|nghi quyet|luat)\s{0,2}:?\s{0,2}\d{1,4})\s{1,2}$"
)
_GLUED = re.compile(r"[,;](?=[a-z])")  # "22/2021/TT-BGDĐT,Thông tư 27/2020/TT-BGDĐT"
CASE_LAW = "Án lệ"  # all are numbered alike: "Án lệ số 02/2016, 04/2016 và 11/2017/AL"
_LETTERS_F = re.compile(r"(?<![a-z0-9/.-])[a-z]{2,5}$")
_OPENING = "(\"'-,;[|/"
_OWN_NUMBER = re.compile(r"(?:^|[\n|])\s*Số\s*:\s*$")
_QUALIFIED_F = re.compile(
    r"(ban an|quyet dinh|cong van|ke hoach|to trinh|bao cao|thong bao|ket luan|chi thi|cong dien|nghi quyet"
    r"|huong dan)((?:[ \n]{1,3}[a-z-]{1,12}){1,8})\s*$"
)


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see ``citation_finder.Citation``
class _Before:
    """What stands before a number: its type word and the word "số"."""

    type: str | None
    start: int
    so: bool
    written: str = ""


def _before(shadow: NormalizedText, at: int) -> _Before:
    folded = shadow.folded
    offset = max(0, at - 44)
    head = folded[offset:at].rstrip(" \n:.")
    if "," in head or ";" in head:
        head = _GLUED.sub(" ", head)
    so_at = at
    if head.endswith("so") and not head[-3:-2].isalpha():
        so_at = offset + len(head) - 2
        head = head[:-2].rstrip(" \n:,")
    words = head.rsplit(None, 4)[-4:]
    longest = types.current_types().ends.get(words[-1].lstrip(_OPENING), 0) if words else 0
    for count in range(min(len(words), longest), 0, -1):
        chosen = [words[-count].lstrip(_OPENING), *words[len(words) - count + 1 :]]
        type_name = types.current_types().words.get(" ".join(chosen))
        if type_name:
            position = len(head)
            for word in reversed(chosen):
                position = head.rfind(word, 0, position)
            start = offset + position
            return _Before(type_name, start, so_at < at, shadow.text[start : offset + len(head)])
    return _Before(None, so_at, so_at < at)


def end_of(found: re.Match, symbol: str) -> int:
    """Without the figure of a footnote that was glued to the symbol."""
    written = found.group().rstrip()
    lost = (
        len(symbol.rstrip("0123456789")) - len(symbol) + len(written) - len(written.rstrip("0123456789"))
        if symbol
        else 0
    )
    return found.start() + len(written) - max(lost, 0)


def find_numbered(shadow: NormalizedText, named: list[Mention]) -> list[Mention]:
    text = shadow.text
    taken, mentions = TakenSpans(named), []
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


def _by_number(shadow: NormalizedText, found: re.Match, last: Mention | None) -> Mention | None:
    text, folded, start = shadow.text, shadow.folded, found.start()
    glued = text[start - 1] if start else " "
    if glued in "/.-" or glued.isdigit() or (glued == "_" and not found["symbol"]):
        return None
    if glued.isspace() and text[start - 2 : start - 1].isdigit() and _TORN_F.search(folded, max(0, start - 24), start):
        return None
    number, symbol = grammar.number_of(found)
    if number.startswith("0/"):
        return None
    before = _before(shadow, start)
    if glued.isalpha() and not (symbol and (before.so or _type_is_glued(folded, start, found, symbol))):
        return None
    if not symbol:
        return _by_year(shadow, found, number, before, last)
    end = end_of(found, symbol)
    if text.startswith("@", end):  # an address for mail
        return None
    type_name, begin = _type_for(shadow, before, symbol, start)
    if type_name is None:
        if _NOT_BEFORE_F.search(folded, max(0, start - 30), start) or _OWN_NUMBER.search(
            text, max(0, start - 12), start
        ):
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


def _type_is_glued(folded: str, start: int, found: re.Match, symbol: str) -> bool:
    """ "TT30/2024/TT-BGDĐT", and without a year only where the letters say the same type: "QĐ1390/QĐ-UBND"."""
    type_name = grammar.type_of_symbol(symbol)
    if type_name is None or found["year"]:
        return type_name is not None
    letters = _LETTERS_F.search(folded, max(0, start - 6), start)
    return letters is not None and types.current_types().words.get(letters.group()) == type_name


def _type_for(shadow: NormalizedText, before: _Before, symbol: str, start: int) -> tuple[str | None, int]:
    """The type as written before the number, and where the mention begins; None where none is written."""
    own = grammar.type_of_symbol(symbol)
    so_start = before.start if before.type is None else start
    if before.type:
        generic = before.type in types.current_types().administrative or before.written.lower() == "án"
        if before.type == "Quy định" and grammar.kind_of(None, symbol) == grammar.PARTY:
            generic = False  # the Party writes "Quy định số 37-QĐ/TW"
        if generic and own and own not in (before.type, "Công văn"):
            return (own if own == "Bản án" else None), (before.start if own == "Bản án" else _so_start(shadow, start))
        if len(symbol) >= 2 and before.written.lower() != "an":
            return before.type, before.start
        return None, _so_start(shadow, start)
    if before.so and not _NOT_BEFORE_F.search(shadow.folded, max(0, start - 30), start):
        wide = shadow.folded[max(0, so_start - 75) : so_start]
        qualified = _QUALIFIED_F.search(wide)
        type_name = types.current_types().words[qualified.group(1)] if qualified else None
        administrative = type_name in types.current_types().administrative
        if qualified and (type_name == own or (own is None and administrative)):
            return type_name, max(0, so_start - 75) + qualified.start()
    return None, so_start


def _so_start(shadow: NormalizedText, start: int) -> int:
    found = re.compile(r"so\s{0,2}:?\s{0,2}$").search(shadow.folded, max(0, start - 7), start)
    return found.start() if found else start


def _by_year(
    shadow: NormalizedText, found: re.Match, number: str, before: _Before, last: Mention | None
) -> Mention | None:
    """ "Quyết định 06/2010", "TT 163/2012": number and year without a symbol."""
    if (
        found["year"] is None
        or not 1945 <= int(found["year"]) <= 2100
        or len(found["digits"]) > 4
        or "." in found["digits"]
    ):
        return None
    end = found.start() + len(found.group().rstrip())
    if before.type == CASE_LAW or (last and last.type == CASE_LAW and _inherited(shadow.folded, last, before.start)):
        return Mention(before.start, end, CASE_LAW, f"{number}/AL", grammar.COURT)
    if before.type in types.current_types().by_year and (len(before.written) > 4 or before.written.isupper()):
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


def find_bare(shadow: NormalizedText) -> list[Mention]:
    """ "kết luận số 21 ngày …", "Nghị quyết 29 của Trung ương": a number alone, with its issuer or date."""
    folded, mentions = shadow.folded, []
    for found in grammar.BARE_F.finditer(folded):
        start = found.start()
        if start and folded[start - 1].isalnum():
            continue
        words = folded[start : found.start("digits")]
        type_name = types.current_types().words[" ".join(words.replace(":", " ").split()[:2])]
        party = bool(grammar.PARTY_BODY_F.match(folded, found.end(), found.end() + 110)) and found["body"] not in (
            "quoc hoi",
            "chinh phu",
        )
        if (type_name in ("Thông báo", "Quy định") and not party) or (
            found["digits"].startswith("0") and not words.rstrip(" :").endswith("so")
        ):
            continue
        kind = grammar.PARTY if party or type_name == "Kết luận" else grammar.LEGAL
        mentions.append(Mention(start, found.end(), type_name, found["digits"], kind, partial=kind == grammar.LEGAL))
    return mentions
