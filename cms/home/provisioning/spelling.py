"""School names as they are written officially, from lists that shout or forget a capital. Pure.

>>> tidy_name("TRƯỜNG THPT Đại Từ"), tidy_name("Trường PTDTNT Thpt Phúc Yên"), tidy_name("TRƯỜNG TIỂU HỌC NGŨ HIỆP")
('Trường THPT Đại Từ', 'Trường PTDTNT THPT Phúc Yên', 'Trường Tiểu học Ngũ Hiệp')
"""

from __future__ import annotations

import re

from cms.core.text import collapse_whitespace

#: Kinds of schools in words; the first letter is a capital, the others are not.
_KINDS = (
    "trung học phổ thông", "trung học cơ sở", "tiểu học", "mầm non", "mẫu giáo", "nhà trẻ", "nhóm trẻ",
    "phổ thông", "liên cấp", "dân tộc nội trú", "dân tộc bán trú", "trung tâm", "giáo dục thường xuyên",
    "giáo dục nghề nghiệp",
)  # fmt: skip
_SHORT = ("thpt", "thcs", "th", "mn", "ptdtnt", "ptdtbt", "ptnk", "gdtx", "gdnn", "pt")
_KIND = re.compile(
    rf"\b(?:{'|'.join(_KINDS)})\b(?=.*\w)", re.IGNORECASE
)  # a name follows: "Mẫu giáo Mầm Non" ends in one
_SHORT_WORD = re.compile(rf"(?<![\w.])(?:{'|'.join(_SHORT)})(?![\w.])", re.IGNORECASE)
_SCHOOL = re.compile(r"^trường\b", re.IGNORECASE)
_LINKS = ("và", "của")


def tidy_name(name: str) -> str:
    """Only what is surely wrong is changed: kinds of schools, their short forms, names in capitals or small letters
    alone."""
    name = collapse_whitespace(name)
    plain = _SHORT_WORD.sub("", name)
    if plain.isupper() or plain.islower():  # nothing of it can be trusted
        name = " ".join(_capital(word) for word in name.split(" "))
    name = _SCHOOL.sub("Trường", name)
    name = _KIND.sub(_kind, name)
    return _SHORT_WORD.sub(lambda match: match[0].upper(), name)


def _kind(match: re.Match) -> str:
    """In small letters it may be the second half of a kind ("Phổ thông liên cấp"): left, unless the name begins with
    it."""
    text, before = match[0], match.string[: match.start()].strip()
    first = before in ("", "Trường")
    return text.capitalize() if first or not text.islower() else text


def _capital(word: str) -> str:
    low = word.lower()
    return low if low in _LINKS else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), low)
