"""The words and numbers of a citation: numbers as printed, dates, what a symbol means. Types are those of ``types``.

Patterns that end in ``F`` read the folded text (see ``normalized_text``), the others the text with marks and capitals.
Every repetition is bounded or possessive, so that no input makes them slow.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from cms.legal.parsing import types
from cms.legal.parsing.numbers import parse_number
from cms.legal.parsing.types import Types

LEGAL, ADMIN, PARTY, COURT, TREATY = "legal", "admin", "party", "court", "treaty"

# fmt: off
#: Issue official letters, whose number names no type: "1581/BGDĐT-GDPT".
BODIES = frozenset((
    "BGDĐT", "BTP", "BNV", "BTC", "BCA", "BYT", "BTTTT", "BKHCN", "BVHTTDL", "BLĐTBXH", "BXD", "BGTVT", "BCT",
    "BKHĐT", "BTNMT", "BNNMT", "BNNPTNT", "BQP", "BNG", "UBND", "HĐND", "VPCP", "SGDĐT", "GDĐT", "PGDĐT", "SNV",
    "STP", "STC", "SYT", "STTTT", "SVHTT", "SLĐTBXH", "TCT", "TCHQ", "TANDTC", "VKSTC", "VKSNDTC", "NHNN", "BHXH",
))
# fmt: on
_COURT = re.compile(
    r"(?:^|[-/.])(?:(?:DS|HS|HC|LĐ|KDTM|KT|HNGĐ|VDS|DSTC)-?(?:ST|PT|GĐT|TT)|QĐ(?:ST|PT|XXST|XXPT|HPT|CNTT|KN|ĐC)\w*|KNGĐT|TLVA|TL[SP]T)(?:$|[-/.])"
)
_PARTY = re.compile(r"(?:/(?:TW|TU|ĐU|HU)|-TW|-TU)$|^\w+-(?:TW|TU)\b")

# --- numbers ---------------------------------------------------------------------------------------------------
_DASH = "[-‐‑‒–—―−]"
_W = r"\s{0,2}+"
_KNOWN = r"(?i:ttg|ttr|qyđ|ctr|trs|gdtrh|cp|ubnd|hđnd|ubtvqh\s?\d{1,2}+|hđnn\s?\d|qh\s?\d{1,2}+)(?![A-Za-zÀ-ỹ])"
_UPPER = r"[A-ZĐÐ][A-ZĐÐƯ0-9]*+(?:[a-z]{1,2}[A-ZĐ0-9]++)*+"
_AND = r"(?:\s?(?:&(?:amp;)?|;)\s?[ĐD]T|&(?:amp;)?[A-ZĐÐ]++|(?<=GD)\s{1,2}[ĐDÐ]T(?![A-Za-zÀ-ỹ]))?+"
_TOKEN = rf"(?:TTg|{_KNOWN}|{_UPPER}(?:[a-z]{{1,2}}(?=[-/]))?{_AND})(?:\.[A-ZĐ0-9]++)*+"
_LOWER = r"(?:nđ|nd|qđ|qd|ttlt|tt|nq|ct|pl|kh|tb|bc|hd|qh\d\d|ubtvqh\d\d)(?![^\W_])(?:-[a-zđ0-9]{2,12}+)*+"
_SYMBOL = (
    rf"(?:{_LOWER}|{_TOKEN}(?:\s{{1,2}}+{_DASH}{_W}{_TOKEN}(?![A-Za-zÀ-ỹ])){{0,5}}+(?:{_DASH}{_W}{_TOKEN}"
    rf"|{_W}/{_W}{_TOKEN}|\s{_DASH}{_TOKEN}(?![A-Za-zÀ-ỹ]))*+(?:/\d{{4}}(?!\d))?+)"
)
#: A year that a scan has torn apart: "30/2 016/QH 14".
_TORN = r"2\s?0\s?[0-4]\s?\d|1\s?9\s?[4-9]\s?\d"
#: In names of files: "14.2016.TT-BGTVT.doc", "44.2008QĐ-BGDĐT", "74.2004.QD.BNNPTNT".
_FILED = (
    r"(?i:n[đðd]|q[đðd]|ttlt|tt|nq|ct|pl|vbhn)[.-](?:[A-ZĐÐ&]{2,12}+|[a-zđ]{2,12}+)(?:-(?:[A-ZĐÐ]{2,12}+"
    r"|[a-zđ]{2,12}+))*+(?![^\W_])"
)
#: It begins with a class, not a repetition: the engine then skips to the next digit.
#: A number with a symbol, or with a year alone. Groups: digits, letters, year (``torn``, ``filed_year``), symbol
#: (``bare``, ``filed``), and the dash of "66-NQ/TW".
NUMBER = re.compile(
    rf"(?P<digits>[0-9]\d{{0,5}}(?:\.\d{{1,3}})?)(?P<letters>[a-zA-Z]{{0,2}})(?:"
    rf"{_W}[/_]{_W}(?:(?P<year>(?:19|20)\d\d|[6-9]\d(?=/[A-ZĐ]))(?:/(?P=year)(?!\d))?+(?:(?:{_W}[/_-]{_W}|\s(?=QH\d\d))(?P<symbol>{_SYMBOL})|(?![\w/]|[-.]\d))|(?P<torn>{_TORN}){_W}/{_W}(?P<torn_symbol>{_SYMBOL}))"
    rf"|\.(?P<filed_year>(?:19|20)\d\d)\.?(?P<filed>{_FILED})"
    rf"|{_W}(?:/{_W}|_(?=(?:VBHN|QĐ|QD|KH|NQ|CT)-))(?P<bare>{_SYMBOL})"
    rf"|{_W}(?P<dash>{_DASH}){_W}(?P<dashed>{_SYMBOL}))"
)
#: "kết luận số 21 ngày …", "Nghị định 100 của Chính phủ".
BARE_F = re.compile(
    r"(?:nghi quyet|nghi dinh|chi thi|ket luan|thong tu|quyet dinh|thong bao"
    r"|quy dinh)\s{1,3}(?:so\s{0,2}:?\s{0,2})?(?P<digits>\d{1,4})"
    r"(?:(?=,?\s{1,3}ngay\s{1,3}\d)|(?=\s{1,3}cua\s{1,3}(?P<body>bo chinh tri|ban bi thu|ban chap hanh|bch|trung uong"
    r"|hoi nghi|"
    r"quoc hoi|chinh phu|thu tuong|bo\s|ubnd|uy ban|hoi dong|tinh uy|thanh uy|ttg|tu\b|tw\b)))"
)
PARTY_BODY_F = re.compile(
    r".{0,30}?\b(?:bo chinh tri|ban bi thu|ban chap hanh|bch|trung uong|hoi nghi (?:lan|trung uong)|tinh uy|thanh uy"
    r"|tw)\b"
)

# --- dates -----------------------------------------------------------------------------------------------------
DATE_F = re.compile(
    r"[\s,(]{0,4}(?:(?:ban hanh|ky|de)\s{1,3})?(?:ngay\s{1,3}(\d{1,2})\s{0,3}(?:[/.-]|ngay|thang"
    r"|nam)\s{0,3}(\d{1,2})\s{0,3}(?:[/.-]|nam|thang)\s{0,3}(\d{4})"
    r"|(\d{1,2})[/-](\d{1,2})[/-](\d{4}))(?!\d)"
)
_DATE_IN_LIST = r"(?:\s{0,3}ngay\s{1,3}\d{1,2}\s{0,3}(?:[/.-]|thang)\s{0,3}\d{1,2}\s{0,3}(?:[/.-]|nam)\s{0,3}\d{4})?"
#: Between two documents of one list.
LIST_GAP_F = re.compile(
    rf"{_DATE_IN_LIST}\s{{0,3}}(?:[,;]?\s{{0,3}}(?:va|hoac|hay)\b|[,;])\s{{0,3}}(?:cac\s{{1,3}})?(?:so\s{{0,2}}:?\s{{0,2}})?"
)


def date_after(folded: str, end: int) -> tuple[str | None, int]:
    """(the date that follows a number as ISO text, where it ends); a day and month swapped in print are put right."""
    found = DATE_F.match(folded, end)
    if not found:
        return None, end
    day, month, year = (int(part) for part in found.groups() if part)
    for candidate in ((year, month, day), (year, day, month)):
        try:
            return date(*candidate).isoformat(), found.end()
        except ValueError:
            continue
    return None, end


ISSUER_F = re.compile(
    r"\s{0,3},?\s{1,3}cua\s{1,3}([a-z][a-z, \n-]{1,90}?)(?=\s{0,3}(?:[.;:()|\"/\d]|$|(?:quy dinh|ve|ban hanh"
    r"|huong dan|sua doi|phe duyet|v/v|da|duoc|"
    r"co|het|thay|bai|cong bo|thanh lap|trien khai|tren dia ban)\b|[a-z, \n-]{60}))"
)


def issuer_after(text: str, folded: str, end: int) -> str | None:
    """ "của Ủy ban nhân dân tỉnh An Giang ban hành …" → "Ủy ban nhân dân tỉnh An Giang"."""
    found = ISSUER_F.match(folded, end)
    return " ".join(text[found.start(1) : found.end(1)].split()).rstrip(" ,") if found else None


_MIXED = re.compile(r"[A-ZĐ]+[a-z]+(?:[A-ZĐ]|$)")
_GLUED_NOTE = re.compile(r"((?:^|-)(?:CP|TTg|UBND|HĐND|BGDĐT))\d{1,2}$|((?:^|[-/])(?:UBTV)?QH\d\d)\d{1,2}$")


def canonical_symbol(written: str) -> str:
    """ "ND - CP" → "NĐ-CP", "BGD;ĐT" → "BGDĐT"; capitals of an unknown mixture stay as typed ("QhH13"). The figure
    of a footnote glued to a well-known symbol is cut off ("QH141" → "QH14")."""
    return _canonical_symbol(written, types.current_types())


@lru_cache(maxsize=8192)
def _canonical_symbol(written: str, _types: Types) -> str:
    compact = re.sub(r"\s+", "", written.replace("&amp;", "&").replace(";", "&").replace("Ð", "Đ"))
    compact = re.sub(_DASH, "-", compact).replace("_", "/")
    symbol = parse_number(f"1/{compact}").symbol
    typed, known = re.split(r"([-/])", compact), re.split(r"([-/])", symbol)
    if len(typed) == len(known):
        pairs = zip(typed, known, strict=True)
        symbol = "".join(old if _MIXED.match(old) and new == old.upper() else new for old, new in pairs)
    return _GLUED_NOTE.sub(r"\1\2", symbol)


def number_of(found: re.Match) -> tuple[str, str]:
    """(number, symbol) in canonical spelling with the zeros as printed: ("05/2018/NQ-HĐND", "NQ-HĐND")."""
    digits, letters, year, symbol, bare, dash, dashed = found.group(
        "digits", "letters", "year", "symbol", "bare", "dash", "dashed"
    )
    if not (year or bare or dashed):
        year = found["filed_year"] or "".join(found["torn"].split())
        symbol = found["torn_symbol"] or found["filed"].replace(".", "-")
    head = f"{digits}{letters.lower()}/{year}" if year else digits + letters.lower()
    written = symbol or bare or dashed
    if not written:
        return head, ""
    canonical = canonical_symbol(written)
    return f"{head}{'-' if dash else '/'}{canonical}", canonical


def type_of_symbol(symbol: str) -> str | None:
    """The type that a symbol names; None where it names none ("QH14", "CP") or only a body."""
    return _type_of_symbol(symbol, types.current_types())


@lru_cache(maxsize=8192)
def _type_of_symbol(symbol: str, types: Types) -> str | None:
    first, _, rest = symbol.partition("-")
    if "/" in first and not rest:
        first, _, rest = symbol.partition("/")
    if _COURT.search(symbol):
        return "Quyết định" if symbol.startswith("QĐ") else "Bản án"
    return types.symbols.get(first) if rest else None


def stands_alone(symbol: str, dashed: bool) -> bool:
    """May a number with this symbol be a document without a type word before it?"""
    return _stands_alone(symbol, dashed, types.current_types())


@lru_cache(maxsize=8192)
def _stands_alone(symbol: str, dashed: bool, types: Types) -> bool:
    groups = re.split(r"[-/]", symbol)
    if re.search(r"(?:^|[-/])(?:UBTV)?QH\d{1,2}$|^(?:L[-/])?CTN$|^LCT/", symbol):
        return True
    if len(groups) == 1:
        return groups[0] in ("CP", "HĐBT", "AL") or (groups[0] == "TTg" and not dashed)
    if groups[0] in types.symbols:
        return sum(letter.isalpha() for letter in groups[1]) >= 2
    return groups[0] in BODIES or bool(_COURT.search(symbol))


def kind_of(type_name: str | None, symbol: str) -> str:
    return _kind_of(type_name, symbol, types.current_types())


@lru_cache(maxsize=8192)
def _kind_of(type_name: str | None, symbol: str, types: Types) -> str:
    if _PARTY.search(symbol):
        return PARTY
    if type_name in ("Bản án", "Án lệ") or (symbol and _COURT.search(symbol)):
        return COURT
    if type_name in types.administrative:
        return ADMIN
    return PARTY if type_name == "Kết luận" else LEGAL
