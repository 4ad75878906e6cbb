"""School names as they are written officially, from lists that shout or forget a capital. Pure.

>>> normalize_name("TRƯỜNG THPT Đại Từ"), normalize_name("Trường PTDTNT Thpt Phúc Yên")
('Trường THPT Đại Từ', 'Trường PTDTNT THPT Phúc Yên')
>>> normalize_name("TRƯỜNG TIỂU HỌC NGŨ HIỆP")
'Trường Tiểu học Ngũ Hiệp'
"""

from __future__ import annotations

import re

from cms.core.text import collapse_whitespace

#: Kinds of schools in words; the first letter is a capital, the others are not.
_KIND_WORDS = (
    "trung học phổ thông", "trung học cơ sở", "tiểu học", "mầm non", "mẫu giáo", "nhà trẻ", "nhóm trẻ",
    "phổ thông", "liên cấp", "dân tộc nội trú", "dân tộc bán trú", "trung tâm", "giáo dục thường xuyên",
    "giáo dục nghề nghiệp",
)  # fmt: skip
_ABBREVIATIONS = ("thpt", "thcs", "th", "mn", "ptdtnt", "ptdtbt", "ptnk", "gdtx", "gdnn", "pt")
_KIND_PATTERN = re.compile(
    rf"\b(?:{'|'.join(_KIND_WORDS)})\b(?=.*\w)", re.IGNORECASE
)  # a name follows: "Mẫu giáo Mầm Non" ends in one
_ABBREVIATION_PATTERN = re.compile(rf"(?<![\w.])(?:{'|'.join(_ABBREVIATIONS)})(?![\w.])", re.IGNORECASE)
_SCHOOL_PATTERN = re.compile(r"^trường\b", re.IGNORECASE)
_LINKING_WORDS = ("và", "của")


def normalize_name(name: str) -> str:
    """Only what is surely wrong is changed: kinds of schools, their short forms, names in capitals or small letters
    alone."""
    name = collapse_whitespace(name)
    plain = _ABBREVIATION_PATTERN.sub("", name)
    if plain.isupper() or plain.islower():  # nothing of it can be trusted
        name = " ".join(_capitalize_word(word) for word in name.split(" "))
    name = _SCHOOL_PATTERN.sub("Trường", name)
    name = _KIND_PATTERN.sub(_spell_kind, name)
    return _ABBREVIATION_PATTERN.sub(lambda match: match[0].upper(), name)


def _spell_kind(match: re.Match) -> str:
    """In small letters it may be the second half of a kind ("Phổ thông liên cấp"): left, unless the name begins with
    it."""
    text, before = match[0], match.string[: match.start()].strip()
    first = before in ("", "Trường")
    return text.capitalize() if first or not text.islower() else text


def _capitalize_word(word: str) -> str:
    low = word.lower()
    return low if low in _LINKING_WORDS else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), low)
