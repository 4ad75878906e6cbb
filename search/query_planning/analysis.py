"""Vietnamese text → tokens. Pure: the one analysis that all engines share.

Three streams: folded syllables, folded adjacent pairs joined by ``_``, and the distinct syllables and pairs as they are
written (``exact_token``). Change ``VERSION`` with anything that changes tokens: stored entries then count as stale.
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
MAX_SYLLABLES = 40_000  # of one entry; PostgreSQL takes 1 MB a vector
MAX_LENGTH = 40  # longer runs of letters are no words

#: The letters of a number ("TT-BGDĐT" of "32/2020/TT-BGDĐT") are one word, so that they are not written out.
WORD = re.compile(r"(?<=\d/)[^\W\d_][^\W_]*(?:[-–&][^\W_]+)+|[^\W_]+(?:&[^\W_]+)*")
_SIGNS = re.compile(r"[-–&]")
# Two spellings of one tone: "hoà" and "hòa", "thuỷ" and "thủy" (open syllables only; "quý" has one).
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
    """Tone mark in one place.

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
    """The syllable, and how it is written by those who put i for y or y for i.

    >>> spelling_variants("kì"), spelling_variants("quý"), spelling_variants("thị")
    (('kì', 'kỳ'), ('quý',), ('thị',))
    """
    return (exact, exact.translate(_I_FOR_Y)) if _WITH_EITHER.fullmatch(exact) else (exact,)


@lru_cache(maxsize=100_000)
def forms_of(word: str) -> tuple[tuple[str, str], ...]:
    """(exact, folded) syllables of a word (``WORD``, in lower case): one, those of the abbreviation's expansion, or the
    parts of a number's letters."""
    if "-" in word or "–" in word:
        return tuple((_normalize_tone(part), fold_diacritics(part)) for part in _SIGNS.split(word[:MAX_LENGTH]))
    folded = fold_diacritics(word)[:MAX_LENGTH]
    if expansion := abbreviations().get(folded.replace("&", "")):
        return tuple((_normalize_tone(part), fold_diacritics(part)) for part in expansion.split())
    return tuple((_normalize_tone(part[:MAX_LENGTH]), fold_diacritics(part)[:MAX_LENGTH]) for part in word.split("&"))


@lru_cache(maxsize=100_000)
def folded_forms(word: str) -> tuple[str, ...]:
    """Folded syllables of a word as it stands in a text.

    >>> folded_forms("Đường"), folded_forms("UBND")
    (('duong',), ('uy', 'ban', 'nhan', 'dan'))
    """
    return tuple(folded for _, folded in forms_of(word.lower()) if folded)


def syllables(text: str) -> list[tuple[str, str]]:
    """(exact, folded) syllables in the order of the text, abbreviations written out.

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
    """The token of a syllable or pair exactly as it is written: one without marks gets a letter before it that no
    Vietnamese word has, so that "hoa" is not "hóa", whose folded token it shares.

    >>> exact_token("hóa"), exact_token("hoa"), exact_token("học_sinh")
    ('hóa', 'ßhoa', 'học_sinh')
    """
    return f"ß{exact}" if exact.isascii() else exact


def is_exact_bigram(token: str) -> bool:
    return "_" in token and not token.isascii()


def tokens_of(entry: Entry) -> Tokens:
    """Context once, heading five times, body once, in one field; pairs never cross from one to the next."""
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
