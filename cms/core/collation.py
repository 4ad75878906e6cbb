"""The Vietnamese order of letters, as a key that every database sorts alike. Pure.

a ă â b c d đ e ê …; of equal letters the tones, syllable by syllable: none, huyền, hỏi, ngã, sắc, nặng. Databases
sort by bytes (Đ behind Z) or by whatever their system's language is, so the key is made of digits alone.
"""

from __future__ import annotations

import re
import unicodedata

from cms.core.text import normalize_nfc

_LETTERS = {letter: f"{number:02d}" for number, letter in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_FIGURES = 6  # "Số 2" before "Số 10"


def sort_key(text: str, length: int = 300) -> str:
    """Digits that sort like the text; punctuation and case make no difference.

    >>> sorted(["Đại Từ", "Dương Xá", "Định Hóa", "Én"], key=sort_key)
    ['Dương Xá', 'Đại Từ', 'Định Hóa', 'Én']
    >>> sorted(["Bạ", "Ba Vì", "Bác", "Bà Rịa", "Bá Thước", "Bả", "Bã"], key=sort_key)
    ['Ba Vì', 'Bà Rịa', 'Bả', 'Bã', 'Bá Thước', 'Bạ', 'Bác']
    >>> sorted(["THPT số 10", "THPT số 2"], key=sort_key)
    ['THPT số 2', 'THPT số 10']
    """
    return "".join(_syllable_key(word) for word in _WORDS.findall(normalize_nfc(text).lower()))[:length]


def _syllable_key(word: str) -> str:
    """Its letters, "00" (before any letter, so that "ba" stands before "bac"), its tone."""
    if word.isdigit():
        word = word.zfill(_FIGURES)
    tone = "0"
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tone = _TONES[mark]
        elif unicodedata.combining(mark) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        else:
            letters.append(mark)
    return "".join(map(_letter_code, letters)) + "00" + tone


def _letter_code(letter: str) -> str:
    """Letters of other alphabets come last, accents that Vietnamese does not know count for nothing."""
    return _LETTERS.get(letter) or _LETTERS.get(unicodedata.normalize("NFD", letter)[0], "99")
