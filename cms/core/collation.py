"""Sort keys for Vietnamese alphabetical order, which every database sorts alike. Pure.

The order is a ă â b c d đ e ê …; for equal letters by tone, syllable by syllable: none, huyền, hỏi, ngã, sắc, nặng.
Databases sort by bytes (Đ after Z) or by the locale of their system, so the key consists of digits only.
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
    """Returns digits that sort like the text, at most ``length``; ignores punctuation and case.

    >>> sorted(["Đại Từ", "Dương Xá", "Định Hóa", "Én"], key=sort_key)
    ['Dương Xá', 'Đại Từ', 'Định Hóa', 'Én']
    >>> sorted(["Bạ", "Ba Vì", "Bác", "Bà Rịa", "Bá Thước", "Bả", "Bã"], key=sort_key)
    ['Ba Vì', 'Bà Rịa', 'Bả', 'Bã', 'Bá Thước', 'Bạ', 'Bác']
    >>> sorted(["THPT số 10", "THPT số 2"], key=sort_key)
    ['THPT số 2', 'THPT số 10']
    """
    return "".join(_syllable_key(word) for word in _WORDS.findall(normalize_nfc(text).lower()))[:length]


def _syllable_key(word: str) -> str:
    """Returns the codes of the letters, "00" (less than any letter, so "ba" sorts before "bac"), and the tone."""
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
    """Returns two digits. Letters of other alphabets sort last; accents that Vietnamese does not use are ignored."""
    return _LETTERS.get(letter) or _LETTERS.get(unicodedata.normalize("NFD", letter)[0], "99")
