"""The types of documents as the grammars know them: words, symbols, abbreviations. Pure, no Django.

One place: ``cms/legal/data/document_types.csv``, and over it what the office keeps in the library, which is handed
over by ``set_provider`` (``cms.legal.documents.types``) and asked for at most once a second. Columns for the reading:
``cited`` (a number after the type's name is a citation), ``words`` (short ones in use before a number, folded),
``symbols`` (first groups of numbers), ``by_year`` (may be cited by number and year alone).

A type that the office adds is cited by its name and its abbreviation; another abbreviation of a known type counts
beside the old one. What the office leaves out is still understood where somebody writes it.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cms.core.text import fold_diacritics

TABLE = Path(__file__).resolve().parent.parent / "data" / "document_types.csv"
ADMINISTRATIVE, NORMATIVE = "administrative", "normative"
#: The provider is asked again after so many seconds.
MAX_AGE = 1.0

#: What texts cite and no library of law holds as a type of its own. Folded word → type.
_OTHER_WORDS = {
    "sac luat": "Sắc luật", "thong tu lien bo": "Thông tư liên bộ", "ban an": "Bản án", "an": "Bản án",
    "an le": "Án lệ",
}  # fmt: skip
_OTHER_SYMBOLS = {"TTLB": "Thông tư liên bộ"}
#: Resolutions of the National Assembly do not carry theirs ("43/2022/QH15"), so it tells no number from another.
_NOT_IN_NUMBERS = frozenset({"NQ"})


class TypeRow(NamedTuple):
    """A type as the office keeps it."""

    name: str
    abbreviation: str = ""
    nature: str = NORMATIVE


class _Known(NamedTuple):
    row: TypeRow
    cited: bool
    words: tuple[str, ...]
    symbols: tuple[str, ...]
    by_year: bool


@dataclass(frozen=True, eq=False)  # compared and hashed as itself: a key of caches
class Types:
    """``words``: folded type word before a number → type; ``ends``: their last words → how many words the longest that
    ends so has; ``symbols``: first group of a number's symbol → type; ``in_numbers``: folded name → abbreviation as it
    stands in a number's key; ``mixed``: symbol in capitals → as it is written ("TTR": "TTr")."""

    names: Mapping[str, str]  # folded → as written
    words: Mapping[str, str]
    ends: Mapping[str, int]
    symbols: Mapping[str, str]
    administrative: frozenset[str]
    by_year: frozenset[str]
    in_numbers: Mapping[str, str]
    abbreviations: frozenset[str]
    mixed: Mapping[str, str]


@cache
def _known() -> dict[str, _Known]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            line["name"]: _Known(
                TypeRow(line["name"], line["abbreviation"], line["nature"]),
                line["cited"] == "yes",
                tuple(filter(None, line["words"].split("|"))),
                tuple(filter(None, line["symbols"].split("|"))),
                line["by_year"] == "yes",
            )
            for line in csv.DictReader(file)
        }


@cache
def built_in_types() -> Types:
    """Those of the file alone."""
    return types_of(())


def types_of(rows: Iterable[TypeRow]) -> Types:
    """``rows`` are the office's. Where two claim a word the older claim holds: first the known types as the office
    keeps them, then its own, then those that it has left out.

    >>> types = types_of([TypeRow("Kế hoạch liên tịch", "KHLT", "administrative")])
    >>> types.words["ke hoach lien tich"], types.symbols["KHLT"], types.symbols["KH"], types.in_numbers["thong tu"]
    ('Kế hoạch liên tịch', 'Kế hoạch liên tịch', 'Kế hoạch', 'tt')
    """
    kept = {row.name: row for row in rows}
    known = _known()
    ordered = [
        *(_as_kept(known[name], row) for name, row in kept.items() if name in known),
        *(_own(row) for name, row in kept.items() if name not in known),
        *(one for name, one in known.items() if name not in kept),
    ]
    words, symbols = dict(_OTHER_WORDS), dict(_OTHER_SYMBOLS)
    in_numbers: dict[str, str] = {}
    for one in ordered:
        name, folded = one.row.name, fold_diacritics(one.row.name)
        if one.cited:
            words.setdefault(folded, name)
        for word in one.words:
            words.setdefault(word, name)
        for symbol in one.symbols:
            symbols.setdefault(symbol, name)
        if one.cited or one.row.nature == NORMATIVE:
            short = one.row.abbreviation
            in_numbers.setdefault(folded, "" if short in _NOT_IN_NUMBERS else fold_diacritics(short))
    ends: dict[str, int] = {}
    for parts in map(str.split, words):
        ends[parts[-1]] = max(len(parts), ends.get(parts[-1], 0))
    shorts = {one.row.abbreviation for one in ordered} | set(symbols)
    return Types(
        names={fold_diacritics(one.row.name): one.row.name for one in reversed(ordered)},
        words=words,
        ends=ends,
        symbols=symbols,
        administrative=frozenset(one.row.name for one in ordered if one.cited and one.row.nature == ADMINISTRATIVE),
        by_year=frozenset(one.row.name for one in ordered if one.by_year),
        in_numbers=in_numbers,
        abbreviations=frozenset(filter(None, in_numbers.values())),
        mixed={short.upper(): short for short in sorted(shorts) if short != short.upper()},
    )


def _as_kept(known: _Known, row: TypeRow) -> _Known:
    if row.abbreviation in ("", known.row.abbreviation):
        return known._replace(row=row)
    own = _own(row)
    return known._replace(row=row, cited=True, words=(*known.words, *own.words), symbols=(*known.symbols, *own.symbols))


def _own(row: TypeRow) -> _Known:
    short = row.abbreviation.strip()
    word = fold_diacritics(short)
    return _Known(row, True, (word,) if len(word) > 1 else (), (short,) if short else (), row.nature == NORMATIVE)


_provider: Callable[[], Types] = built_in_types
_held: Types | None = None
_asked_at = 0.0


def set_provider(provider: Callable[[], Types]) -> None:
    """Ask ``provider`` for the types from now on."""
    global _provider
    _provider = provider
    forget_types()


def forget_types() -> None:
    """Ask again at the next question (this process)."""
    global _held
    _held = None


def current_types() -> Types:
    """The types as they are now, at most ``MAX_AGE`` old."""
    global _held, _asked_at
    held, now = _held, time.monotonic()
    if held is None or now - _asked_at > MAX_AGE:
        held = _held = _provider()
        _asked_at = now
    return held
