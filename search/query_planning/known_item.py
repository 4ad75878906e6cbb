"""Known-item look-up beside full-text search: document numbers in any spelling, and whole titles. Pure.

A key is a short text stored with an entry (``n:`` number, ``t:`` title). A query yields the keys it may mean, strongest
first. ``#5`` after a key means article 5 of that document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cms.core.text import fold_diacritics, normalize_dashes, normalize_nfc
from cms.legal.parsing import types
from cms.legal.parsing.types import Types
from search.query_planning.analysis import syllables

_SYMBOL = r"[a-z][a-z0-9&]*(?:\s?-\s?[a-z][a-z0-9&]*)*"
_CLAUSE = r"khoan\s+\d{1,3}[a-z]?(?!\w)"
#: An article reference, with an optional clause (and point) before it or a clause after it.
_ARTICLE = re.compile(
    rf"(?<!\w)(?:(?:diem\s+[a-z]{{1,2}}[\s,]+)?{_CLAUSE}[\s,]+)?dieu\s+(?P<no>\d{{1,3}}[a-z]?)(?!\w)(?:[\s,]+{_CLAUSE})?"
)
#: "15", "21a", "66.7" of a series; a dot elsewhere separates thousands.
_N = r"(?P<n>\d{1,5}(?:\.\d{1,2}(?=\s*/\s*(?:19|20)\d\d))?[a-z]?)"
_GROUPS = re.compile(r"[\s&]+")
_EDUCATION_BODY = re.compile(r"\b([bsp]?gd)\s*[&+ -]\s*dt\b")


@dataclass(frozen=True)
class _Numbers:
    """Number patterns of the current document types. ``kinds``: folded name of a type → its abbreviation in numbers;
    numbers of laws have none ("43/2019/QH14")."""

    kinds: dict[str, str]
    with_year: re.Pattern[str]  # "15/2020/nd-cp", "nghi dinh 15/2020", "thong tu so 32 2018", "luat 43/2019/qh14"
    no_year: re.Pattern[str]  # "29/kh-ubnd", "1581/bgddt-gdpt", "66-nq/tw"
    begun: re.Pattern[str]  # "15/", "15/20", "nghi dinh 15/202": an incomplete number


#: "nghi dinh 81", "tt 22": a number without its year, only for types that people cite this way.
_WITHOUT_YEAR = re.compile(
    r"(?<!\w)(?P<type>thong tu lien tich|nghi dinh|nghi quyet|thong tu|quyet dinh|chi thi|ttlt|nd|nq|tt|qd)"
    r"\s*(?:so\s*)?(?P<n>\d{1,5})(?![\w/])(?!\s*(?:/|nam\b|ngay\b|thang\b))"
)


def _numbers() -> _Numbers:
    return _numbers_of(types.current_types())


@lru_cache(maxsize=4)
def _numbers_of(known: Types) -> _Numbers:
    first: dict[str, str] = {}
    for symbol, name in known.symbols.items():
        first.setdefault(name, fold_diacritics(symbol))
    kinds = {"bo luat": "l", "luat": "l"}
    kinds |= {fold_diacritics(name): short for name, short in first.items()}
    kinds |= {fold_diacritics(symbol): first[name] for symbol, name in known.symbols.items()}
    words = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    type_first = rf"(?:(?P<type>{words})\s*(?:so\s*)?[:.]?\s*)?"
    return _Numbers(
        kinds,
        re.compile(
            rf"(?<![\w/.-]){type_first}{_N}\s*(?P<sep>/|-|nam\s|\s)\s*(?P<year>(?:19|20)\d\d)"
            rf"(?:\s*[/ -]\s*(?P<symbol>{_SYMBOL}))?(?![\w/])"
        ),
        re.compile(
            rf"(?<![\w/.-]){type_first}(?P<n>\d{{1,5}}[a-z]?)\s*[/-]\s*"
            r"(?P<symbol>[a-z][a-z0-9&]*(?:\s?[-/]\s?[a-z][a-z0-9&]*)*)(?![\w/])"
        ),
        re.compile(rf"{type_first}(?P<n>\d{{1,5}}[a-z]?)\s*/\s*(?P<year>\d{{0,3}})"),
    )


@dataclass(frozen=True)
class NumberKeys:
    """Keys of the number found in a query, strongest first, and its span in the folded text."""

    keys: tuple[str, ...]
    span: tuple[int, int]


def _strip_zeros(n: str) -> str:
    return n.lstrip("0") or "0"


def _symbol(text: str) -> str:
    return _GROUPS.sub("", text).replace("/", "-")


def _plain(text: str) -> str:
    """Returns the text folded, with plain dashes; "bgd&dt", "bgd-dt", "bgd dt" and "bgddt" become one issuing body."""
    return _EDUCATION_BODY.sub(r"\1dt", normalize_dashes(fold_diacritics(text)))


def title_key(text: str) -> str:
    """Returns the title key: "Luật Trẻ em" and "luat tre em" → "t:luat tre em"."""
    return "t:" + " ".join(folded for _, folded in syllables(normalize_nfc(text)))[:200]


def keys_of_document(number: str, doc_type: str, title: str, year: str) -> tuple[str, ...]:
    """Returns all known-item keys of a document.

    >>> keys_of_document("15/2020/NĐ-CP", "Nghị định", "", "2020")
    ('n:15/2020/nd-cp', 'n:nd 15/2020', 'n:15/2020', 'n:nd 15')
    """
    keys: list[str] = []
    folded = _plain(number)
    numbers = _numbers()
    kind = numbers.kinds.get(fold_diacritics(doc_type), "")
    if found := numbers.with_year.search(folded):
        n, year_in, symbol = _strip_zeros(found["n"]), found["year"], _symbol(found["symbol"] or "")
        keys += [f"n:{n}/{year_in}/{symbol}"] if symbol else []
        keys += [f"n:{kind} {n}/{year_in}"] if kind else []
        keys.append(f"n:{n}/{year_in}")
        keys += [f"n:{kind} {n}"] if kind else []
    elif found := numbers.no_year.search(folded):
        n, symbol = _strip_zeros(found["n"]), _symbol(found["symbol"])
        keys.append(f"n:{n}/{symbol}")
        if year:
            keys += [f"n:{kind} {n}/{year}", f"n:{kind} {n}"] if kind else []
            keys.append(f"n:{n}/{year}")
    name = title_key(title) if title else ""
    if name and len(name) > 4:
        keys.append(name)
        words = name[2:]
        type_words = " ".join(f for _, f in syllables(doc_type))
        if type_words and not words.startswith(type_words + " "):
            keys.append(f"t:{type_words} {words}"[:202])
        elif type_words and " " in words[len(type_words) + 1 :]:
            keys.append("t:" + words[len(type_words) + 1 :])
        keys += [
            f"{key} {year}" for key in keys if key.startswith("t:") and year and key.startswith(f"t:{type_words} ")
        ]
    return tuple(dict.fromkeys(key[:200] for key in keys))


def keys_of_provision(document_keys: tuple[str, ...], article: str) -> tuple[str, ...]:
    """Returns the article keys for every title and number of its document; a number must have its year."""
    return tuple(f"{key}#{fold_diacritics(article)}" for key in document_keys if key.startswith("t:") or "/" in key)


def find_number(text: str) -> NumberKeys | None:
    """Returns the keys of the first document number in a query, or None. A number with its symbol identifies one
    document and gets no looser key, because other documents share its number and year. A type in place of the symbol
    ("15/2020/nd") is not a symbol.

    >>> find_number("thong tu 32 2018").keys
    ('n:tt 32/2018', 'n:32/2018')
    >>> find_number("Nghị định số 15/2020/NĐ-CP").keys, find_number("15/2020/nđ").keys
    (('n:15/2020/nd-cp',), ('n:nd 15/2020', 'n:15/2020'))
    >>> find_number("66.7/2025/NQ-CP").keys
    ('n:66.7/2025/nq-cp',)
    >>> find_number("nđ 81 về học phí").keys
    ('n:nd 81',)
    """
    folded, numbers = _plain(text), _numbers()
    if found := numbers.with_year.search(folded):
        separator = found["sep"].strip()
        if not separator and not found["type"] and not found["symbol"]:
            return None  # "10 2020" alone is two separate numbers
        n, year = _strip_zeros(found["n"]), found["year"]
        symbol = _symbol(found["symbol"] or "")
        kind = symbol if symbol in numbers.kinds.values() else numbers.kinds.get(found["type"] or "", "")
        if symbol and symbol != kind:
            return NumberKeys((f"n:{n}/{year}/{symbol}",), found.span())
        of_kind = (f"n:{kind} {n}/{year}",) if kind else ()
        return NumberKeys((*of_kind, f"n:{n}/{year}"), found.span())
    if found := numbers.no_year.search(folded):
        return NumberKeys((f"n:{_strip_zeros(found['n'])}/{_symbol(found['symbol'])}",), found.span())
    if found := _WITHOUT_YEAR.search(folded):
        return NumberKeys((f"n:{numbers.kinds[found['type']]} {_strip_zeros(found['n'])}",), found.span())
    return None


def find_number_prefix(text: str) -> tuple[str, ...]:
    """Returns the key prefixes of an incomplete number, typed up to its year; () if the text is not one.

    >>> find_number_prefix("nd 15/20"), find_number_prefix("05/"), find_number_prefix("15")
    (('n:nd 15/20',), ('n:5/',), ())
    """
    numbers = _numbers()
    found = numbers.begun.fullmatch(_plain(text).strip())
    if not found:
        return ()
    kind = numbers.kinds.get(found["type"] or "", "")
    return (f"n:{kind + ' ' if kind else ''}{_strip_zeros(found['n'])}/{found['year']}",)


def find_article(text: str) -> tuple[str, str]:
    """Returns (article number or "", folded text without it): ("5", "luat tre em") for "điều 5 luật trẻ em"."""
    folded = _plain(text)
    if found := _ARTICLE.search(folded):
        return found["no"], (folded[: found.start()] + " " + folded[found.end() :]).strip(" ,.;:")
    return "", folded


def find_keys(text: str) -> tuple[str, ...]:
    """Returns every key that a query may mean, strongest first: article of a number or title, number, whole title."""
    article, rest = find_article(text)
    number = find_number(rest)
    keys: list[str] = list(number.keys) if number else []
    name = title_key(rest)
    if 4 < len(name) <= 200:
        keys.append(name)
    if article:
        return (*(f"{key}#{article}" for key in keys), *keys)
    return tuple(keys)
