"""Missing document: the query names a document by number that is not public here. The page says so, instead of
listing results for its digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import get_language

from cms.core.text import fold_diacritics
from cms.home.provisioning.portal_links import DEFAULT_LINKS
from cms.legal.parsing import types
from cms.legal.parsing.numbers import parse_number
from search.models import IndexKey
from search.query_planning.analysis import syllables
from search.query_planning.known_item import find_article, find_number


@dataclass(frozen=True)
class MissingDocument:
    """``number``: as printed ("22/2021/TT-BGDĐT"); ``instead``: the fallback query, made of the other words of the
    query or, if there are none, a query for texts that mention the number."""

    number: str
    instead: str


_HOLD_TEXTS = ("https://vbpl.vn/", "https://phapluat.gov.vn/", "https://moet.gov.vn/")

#: An unambiguous number: with its symbol ("22/2021/TT-BGDĐT", "29/KH-UBND") or its type ("tt 22/2021").
_SURE = re.compile(r"n:(?:[a-z-]+ \d+[a-z]?/\d{4}|\d+[a-z]?/\d{4}/[a-z].*|\d+[a-z]?/[a-z0-9&]+-.*)")


def official_sources() -> list[tuple[str, str]]:
    """Returns (name in the page's language, URL) of the portals that publish every document of the state."""
    english = (get_language() or "").startswith("en")
    return [(row.label_en if english else row.label, row.url) for row in DEFAULT_LINKS if row.url in _HOLD_TEXTS]


def find_missing_document(text: str) -> MissingDocument | None:
    """Returns the missing document; None if the query has no unambiguous number or the index has the document. One
    database query if there is such a number."""
    _article, rest = find_article(text)
    found = find_number(rest)
    if found is None or not any(map(_SURE.fullmatch, found.keys)):
        return None
    if IndexKey.objects.filter(key__in=[key for key in found.keys if "/" in key]).exists():
        return None
    start, end = found.span
    others = f"{rest[:start]} {rest[end:]}".strip(" ,.;:")
    kind, _space, number = found.keys[0].removeprefix("n:").rpartition(" ")
    printed = parse_number(number).norm
    instead = _remaining_words(text, others) if _says_something(others) else f'"{printed}"'
    return MissingDocument(f"{_name_of(kind)} {printed}" if kind else printed, instead)


def _name_of(kind: str) -> str:
    """Returns the name of a type by its abbreviation in keys: "tt" → "Thông tư"; laws have no abbreviation."""
    names = {fold_diacritics(symbol): name for symbol, name in types.current_types().symbols.items()}
    return names.get(kind, "Luật" if kind == "l" else kind.upper())


def _says_something(words: str) -> bool:
    left = [folded for _, folded in syllables(words) if folded not in ("so", "van", "ban")]
    return any(folded.isalpha() and len(folded) > 1 for folded in left)


def _remaining_words(text: str, folded: str) -> str:
    """Returns the remaining words of the query, with the typed diacritics."""
    left = folded.split()
    words = []
    for word in text.split():
        plain = "".join(part for _, part in syllables(word))
        if left and "".join(part for _, part in syllables(left[0])) == plain:
            words.append(word)
            left.pop(0)
    return " ".join(words) if not left else folded
