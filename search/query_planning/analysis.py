"""Text analysis: turns Vietnamese text into tokens. Pure; all engines share it.

It produces three token streams: folded syllables, folded adjacent pairs joined by ``_``, and the distinct syllables and
pairs as written (``exact_token``). Raise ``VERSION`` with every change of tokens: stored entries then count as stale.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from cms.core.text import fold_diacritics, normalize_nfc
from search.index.contract import Entry, Tokens
from search.query_planning.vocabulary import abbreviations

VERSION = "4"
HEADING_WEIGHT = 5
MAX_SYLLABLES = 40_000  # per entry; PostgreSQL limits a vector to 1 MB
MAX_LENGTH = 40  # letters; longer runs of letters are not words

#: The symbol of a number ("TT-BGDĐT" of "32/2020/TT-BGDĐT") is one word, so that its abbreviations are not expanded.
WORD = re.compile(r"(?<=\d/)[^\W\d_][^\W_]*(?:[-–&][^\W_]+)+|[^\W_]+(?:&[^\W_]+)*")
_SIGNS = re.compile(r"[-–&]")
# Two positions of one tone mark: "hoà" and "hòa", "thuỷ" and "thủy" (open syllables only; "quý" has one).
_TONES = {
    old: new
    for pair in (
        "oà òa",
        "oá óa",
        "oả ỏa",
        "oã õa",
        "oạ ọa",
        "oè òe",
        "oé óe",
        "oẻ ỏe",
        "oẽ õe",
        "oẹ ọe",
        "uỳ ùy",
        "uý úy",
        "uỷ ủy",
        "uỹ ũy",
        "uỵ ụy",
    )
    for old, new in [pair.split()]
}


@lru_cache(maxsize=100_000)
def _normalize_tone(syllable: str) -> str:
    """Returns the syllable with its tone mark in the standard position.

    >>> _normalize_tone("thuỷ"), _normalize_tone("quý"), _normalize_tone("hoàn")
    ('thủy', 'quý', 'hoàn')
    """
    moved = _TONES.get(syllable[-2:])
    if moved is None or syllable.startswith("q"):
        return syllable
    return syllable[:-2] + moved


_I, _Y = "iìíỉĩị", "yỳýỷỹỵ"
_I_FOR_Y = str.maketrans(_I + _Y, _Y + _I)
_WITH_EITHER = re.compile(rf"[hklmst][{_I}{_Y}]")


def spelling_variants(exact: str) -> tuple[str, ...]:
    """Returns the syllable and, if it exists, its variant with i for y or y for i.

    >>> spelling_variants("kì"), spelling_variants("quý"), spelling_variants("thị")
    (('kì', 'kỳ'), ('quý',), ('thị',))
    """
    return (exact, exact.translate(_I_FOR_Y)) if _WITH_EITHER.fullmatch(exact) else (exact,)


@lru_cache(maxsize=100_000)
def forms_of(word: str) -> tuple[tuple[str, str], ...]:
    """Returns the (exact, folded) syllables of a word (``WORD``, in lower case): one syllable, the syllables of an
    expanded abbreviation, or the parts of a number's symbol."""
    if "-" in word or "–" in word:
        return tuple((_normalize_tone(part), fold_diacritics(part)) for part in _SIGNS.split(word[:MAX_LENGTH]))
    folded = fold_diacritics(word)[:MAX_LENGTH]
    if expansion := abbreviations().get(folded.replace("&", "")):
        return tuple((_normalize_tone(part), fold_diacritics(part)) for part in expansion.split())
    return tuple((_normalize_tone(part[:MAX_LENGTH]), fold_diacritics(part)[:MAX_LENGTH]) for part in word.split("&"))


@lru_cache(maxsize=100_000)
def folded_forms(word: str) -> tuple[str, ...]:
    """Returns the folded syllables of a word of a text, with abbreviations expanded.

    >>> folded_forms("Đường"), folded_forms("UBND")
    (('duong',), ('uy', 'ban', 'nhan', 'dan'))
    """
    return tuple(folded for _, folded in forms_of(word.lower()) if folded)


def syllables(text: str) -> list[tuple[str, str]]:
    """Returns the (exact, folded) syllables in text order, with abbreviations expanded.

    >>> [folded for exact, folded in syllables("Điều 5, UBND xã")]
    ['dieu', '5', 'uy', 'ban', 'nhan', 'dan', 'xa']
    >>> [folded for exact, folded in syllables("TT 32/2020/TT-BGDĐT")]
    ['thong', 'tu', '32', '2020', 'tt', 'bgddt']
    """
    found: list[tuple[str, str]] = []
    for word in WORD.findall(normalize_nfc(text).lower()):
        found.extend(forms_of(word))
    return [pair for pair in found if pair[1]]


def bigrams(folded: Iterable[str]) -> list[str]:
    return [f"{a}_{b}" for a, b in itertools.pairwise(folded)]


def exact_token(exact: str) -> str:
    """Returns the token of a syllable or pair exactly as written. A form without diacritics gets the prefix "ß", which
    no Vietnamese word has, so that the exact token "hoa" differs from the folded token of "hóa".

    >>> exact_token("hóa"), exact_token("hoa"), exact_token("học_sinh")
    ('hóa', 'ßhoa', 'học_sinh')
    """
    return f"ß{exact}" if exact.isascii() else exact


def is_exact_bigram(token: str) -> bool:
    return "_" in token and not token.isascii()


def tokens_of(entry: Entry) -> Tokens:
    """Returns the tokens of an entry. Context, summary and body count once, the heading counts five times, in one
    field; pairs never cross from one part to the next."""
    parts = ((entry.context, 1), (entry.heading, HEADING_WEIGHT), (entry.summary, 1), (entry.body, 1))
    all_syllables: list[str] = []
    all_pairs: list[str] = []
    exact: set[str] = set()
    for text, times in parts:
        if not text:
            continue
        forms = syllables(text)[: MAX_SYLLABLES - len(all_syllables)]
        folded = [f for _, f in forms]
        all_syllables += folded * times
        all_pairs += bigrams(folded) * times
        exact.update(map(exact_token, (e for e, _ in forms)))
        exact.update(map(exact_token, bigrams(e for e, _ in forms)))
    return Tokens(tuple(all_syllables), tuple(all_pairs), tuple(sorted(exact)))
