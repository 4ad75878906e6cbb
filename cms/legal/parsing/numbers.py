"""Numbers of Vietnamese legal documents: how they are written, and when two spellings mean one. Pure, no Django.

Three forms of one number:

- **raw**: as printed or typed, kept for people;
- **norm**: one spelling for all of them ("56/ 2015/ ND - CP" → "56/2015/NĐ-CP");
- **key**: the norm without marks, as it stands in addresses ("56-2015-nd-cp").
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from cms.core.text import collapse_whitespace, fold_diacritics, normalize_dashes
from cms.legal.parsing import types
from cms.legal.parsing.types import Types

NO_NUMBER = "Không số"

#: Written with small letters even where everything else is upper case, as are some types.
_MIXED_CASE = {name.upper(): name for name in ("TTg", "TrS", "GDTrH", "VPTTg", "NHTMCP")}

#: Typed without the stroke: these letters can only mean the form with Đ. "HD" (hướng dẫn) and "HĐ"
#: (hợp đồng) both exist, so neither is touched.
_STROKES = {
    "ND": "NĐ",
    "QD": "QĐ",
    "QYD": "QyĐ",
    "HDND": "HĐND",
    "HDBT": "HĐBT",
    "HDTP": "HĐTP",
    "LDTBXH": "LĐTBXH",
    "BLDTBXH": "BLĐTBXH",
    "TLDLDVN": "TLĐLĐVN",
    "CDBT": "CĐBT",
    "TƯ": "TW",
}
_STROKED_STEM = re.compile(r"^HDNN(?=\d*$)")
#: BGDĐT, SGDĐT, PGDĐT, GDĐT in every spelling seen: BGD&ĐT, BGDDT, BGD-ĐT, BGD&DT, "BGD ĐT".
_EDUCATION_BODY = re.compile(r"(?<![A-ZĐ])([BSP]?)GD\s*[&+-]?\s*[ĐD]T(?![A-ZĐ])")

_DOTTED = re.compile(r"(?<=[A-ZĐ])\.(?=[A-ZĐ]{2})")  # "NQ.HĐTP"
_QUOTES = re.compile("[\"'“”‘’`´]")
#: Typed on a Cyrillic keyboard, looks alike: "BTС", "NĐ-СР".
CYRILLIC = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")
#: "66.7/2025/NQ-CP" is one of a series of resolutions. A dot elsewhere separates thousands and is not taken.
_NUMBER = re.compile(r"^(\d+\.\d{1,2}(?=/\d{4}/)|\d+)([A-ZĐ]{0,2})(?=$|[/-])", re.IGNORECASE)
_UNSEPARATED = re.compile(r"^(\d+)(?=VBHN-)", re.IGNORECASE)  # "7079VBHN-BVHTTDL"
_GLUED = re.compile(r"^[A-ZĐ]{1,4}(?=\d+/\d{4}/)", re.IGNORECASE)  # "TT30/2024/TT-BGDĐT"
_YEAR = re.compile(r"^[/-](\d{4}|[5-9]\d)(?=$|[/-])")
_TERM = re.compile(r"(?:^|[-/])(?:UBTV)?QH(\d{1,2})(?:$|[-/])")


@dataclass(frozen=True)
class DocumentNumber:
    """A number taken apart. ``year`` is the one in the number; many kinds carry none ("29/KH-UBND")."""

    raw: str
    norm: str
    number: str = ""  # "15", "21a"; no leading zero; empty when there is no number
    year: int | None = None
    symbol: str = ""  # "NĐ-CP", "QH14", "KH-UBND"
    groups: tuple[str, ...] = ()  # ("NĐ", "CP")

    @property
    def key(self) -> str:
        """For look-up and addresses: ASCII, small letters, hyphens: "15-2020-nd-cp"."""
        return _key_of(self.norm)

    @property
    def identity(self) -> str:
        """Equal for two spellings of one number; stays apart for HD and HĐ, which ``key`` does not."""
        return re.sub(r"[/\-]+", "-", self.norm).casefold()

    @property
    def has_number(self) -> bool:
        return bool(self.number)

    def kind(self, type_name: str) -> str:
        """What of the type has to be the same beside the number: nothing where the number names it. "Bộ luật" and
        "Luật" are two wordings of one.

        >>> number = parse_number("18/2008/QH12")
        >>> number.kind("Bộ luật") == number.kind("Luật") != number.kind("Nghị quyết")
        True
        """
        return "" if self.names_type else re.sub(r"^bo luat\b", "luat", fold_diacritics(type_name))

    @property
    def of_the_assembly(self) -> bool:
        """Its laws and resolutions of one day may share a number; of others a day has one document of a number."""
        return self.symbol.startswith(("QH", "UBTVQH"))

    @property
    def names_type(self) -> bool:
        """Is the type part of the number? Not so for the National Assembly ("43/2019/QH14" may be a law
        or a resolution) and for official letters ("1581/BGDĐT-GDPT")."""
        abbreviations = types.current_types().abbreviations
        return any(
            fold_diacritics(group) in abbreviations or group in ("NQ", "TTLB", "TTLN", "LCT")
            for group in self.groups[:2]
        )

    @property
    def term(self) -> int | None:
        """Term of the National Assembly: 14 for "43/2019/QH14"."""
        found = _TERM.search(self.symbol)
        return int(found.group(1)) if found else None


def parse_number(raw: str) -> DocumentNumber:
    """Take a number as printed or typed apart; never fails: what is no number is kept as it stands.

    >>> parse_number("56/ 2015/ ND - CP").norm
    '56/2015/NĐ-CP'
    >>> parse_number("01/2006/TTLT-BGD&amp;ĐT-BNV-BTC").norm
    '1/2006/TTLT-BGDĐT-BNV-BTC'
    >>> parse_number("127/2018/nđ-cp").key
    '127-2018-nd-cp'
    >>> parse_number("66 - NQ/TW").norm
    '66-NQ/TW'
    >>> parse_number("01/2016/NQ.HĐTP").norm
    '1/2016/NQ-HĐTP'
    >>> parse_number("66.7/2025/NQ-CP").number, parse_number("7079VBHN-BVHTTDL").norm
    ('66.7', '7079/VBHN-BVHTTDL')
    """
    text = normalize_dashes(collapse_whitespace(html.unescape(html.unescape(raw or ""))))
    text = _QUOTES.sub("", text).translate(CYRILLIC).strip(" .,;:")
    if not text or fold_diacritics(text) in ("khong so", "khongso", "k so"):
        return DocumentNumber(raw=raw or "", norm=NO_NUMBER if text else "")
    text = _without_type_words(text)
    text = re.sub(r"\s*([/\-&+])\s*", r"\1", text)
    text = re.sub(r"\s+", "", text) if re.search(r"\d", text) else text
    text = re.sub(r"/{2,}", "/", re.sub(r"-{2,}", "-", text)).strip("/-")
    text = _UNSEPARATED.sub(r"\1/", _GLUED.sub("", text))
    return _assemble(raw, text)


@lru_cache(maxsize=8)
def _type_words(types: Types) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(types.in_numbers, key=len, reverse=True)))
    return re.compile(rf"^\s*(?:van ban\s+)?({names})?\s*(?:so|s[ôố])?\s*[:.]?\s*(?=\d)")


def _without_type_words(text: str) -> str:
    """ "Nghị định số 15/2020/NĐ-CP" → "15/2020/NĐ-CP"; folding keeps the length for composed letters."""
    folded = fold_diacritics(text)
    found = _type_words(types.current_types()).match(folded)
    return text[found.end() :] if found and len(folded) == len(text) else text


def _assemble(raw: str, text: str) -> DocumentNumber:
    found = _NUMBER.match(text)
    if not found:
        norm = _symbol(text)
        return DocumentNumber(raw=raw, norm=norm, groups=_groups(norm))
    number = (found.group(1).lstrip("0") or "0") + found.group(2).lower()
    rest = text[found.end() :]
    year = None
    if when := _YEAR.match(rest):
        year = int(when.group(1)) if len(when.group(1)) == 4 else 1900 + int(when.group(1))
        if 1945 <= year <= 2100:
            rest = rest[when.end() :]
        else:
            year = None
    separator = rest[:1] if rest[:1] in "/-" else ""
    symbol = _symbol(rest[1:] if separator else rest)
    parts = [number, f"/{year}" if year else "", ("/" if year else separator) if symbol else "", symbol]
    return DocumentNumber(raw=raw, norm="".join(parts), number=number, year=year, symbol=symbol, groups=_groups(symbol))


def _symbol(text: str) -> str:
    upper = _DOTTED.sub("-", _EDUCATION_BODY.sub(r"\1GDĐT", text.upper()))
    return "".join(_token(token) for token in re.split(r"([/\-])", upper))


def _token(token: str) -> str:
    token = _STROKED_STEM.sub("HĐNN", _STROKES.get(token, token))
    return _MIXED_CASE.get(token.upper()) or types.current_types().mixed.get(token.upper(), token)


def _groups(symbol: str) -> tuple[str, ...]:
    return tuple(group for group in re.split(r"[/\-]", symbol) if group)


def _key_of(norm: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "-", fold_diacritics(norm)).strip("-")
    return re.sub(r"(?<![a-z0-9])([bsp]?)gd-dt(?![a-z0-9])", r"\1gddt", key)


def lookup_key(text: str) -> str:
    """Whatever someone types for a number → the key to look for; empty when there is no number in it.

    A key without a symbol ("15-2020") stands for the beginning of several numbers: match it with
    ``key == found or key starts with found + "-"``.

    >>> lookup_key("15/2020/ND-CP"), lookup_key("15-2020-nd-cp"), lookup_key("Nghị định số 15/2020/NĐ-CP")
    ('15-2020-nd-cp', '15-2020-nd-cp', '15-2020-nd-cp')
    >>> lookup_key("nghi dinh 15/2020"), lookup_key("TT 08/2020"), lookup_key("luat tre em")
    ('15-2020-nd', '8-2020-tt', '')
    """
    folded = (
        fold_diacritics(normalize_dashes(collapse_whitespace(html.unescape(text or ""))))
        .replace("-", " ")
        .replace("_", " ")
    )
    begins = re.search(r"\d", folded)
    head = folded[: begins.start()] if begins else folded
    rest = folded[len(head) :].strip()
    if not rest:
        return ""
    words = re.sub(r"[^a-z ]+", " ", head).split()
    words = [word for word in words if word not in ("so", "van", "ban")] if len(words) > 1 else words
    name = " ".join(words)
    known = types.current_types()
    hint = known.in_numbers.get(name, name if name in known.abbreviations else None)
    if words and hint is None and name not in ("so", "vb", "nq"):
        return ""
    key = _key_of(re.sub(r"\b0+(?=\d)", "", rest, count=1))
    return f"{key}-{hint}" if hint and re.fullmatch(r"\d+[a-z]?-\d{4}", key) else key


def number_slug(number: DocumentNumber, type_name: str = "") -> str:
    """First part of a permalink: the key, or the type for a document without a number ("hien-phap-khong-so")."""
    if number.has_number or number.norm not in ("", NO_NUMBER):
        return number.key or "van-ban"
    return _key_of(f"{type_name or 'văn bản'} {NO_NUMBER}")
