"""Finds the issuers of a document: from the words of a source to rows of ``IssuingBody``.

``split_issuers`` is pure; ``BodyFinder`` reads all bodies once (a few hundred rows) and answers from memory.
"""

from __future__ import annotations

import re

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.legal.models.taxonomies import IssuingBody

#: The text that sources append to an issuer: "… quy định về … ngày 04/10/2018 của Chính phủ" → "Chính phủ".
_GLUED_SUBJECT = re.compile(r"^.*\bngày\s+\d{1,2}[/-]\d{1,2}[/-]\d{4}\s+của\s+", re.IGNORECASE)
_HEAD_OF = re.compile(r"^(?:Bộ trưởng|Thống đốc|Chánh án|Viện trưởng|Tổng Thanh tra)\s+(?=\w)", re.IGNORECASE)
_BODY_WORDS = (
    "Bộ|Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Chính phủ|Thủ tướng|Chủ tịch|Quốc hội|Viện|Tòa án|Toà án|Ban|Hội|Ngân "
    "hàng|Thanh tra|"
    "Văn phòng|Trung ương|Đoàn|Tổng cục|Tổng Liên đoàn|Kiểm toán|Sở|Phòng|Mặt trận|Liên đoàn|Cục|Trường"
)
#: Joint documents: "Bộ Tài chính và Bộ Nội vụ"; the "và" and "," inside a name are not followed by such a word.
_JOINT = re.compile(rf"(?:\s*[,;]\s*|\s+và\s+)(?=(?:{_BODY_WORDS})\b)")


def split_issuers(text: str) -> list[str]:
    """Returns the names of the issuing bodies in the order printed, without text that the source appended.

    >>> split_issuers("Bộ Nội vụ, Bộ Giáo Dục và Ðào Tạo và Bộ Tài chính")
    ['Bộ Nội vụ', 'Bộ Giáo Dục và Đào Tạo', 'Bộ Tài chính']
    >>> split_issuers("Thủ tướng Chính phủ. ngày 21/12/2001 của Thủ tướng Chính phủ")
    ['Thủ tướng Chính phủ']
    """
    text = _GLUED_SUBJECT.sub("", collapse_whitespace(text or ""))
    names = [_HEAD_OF.sub("", part.strip(" .,;")) for part in _JOINT.split(text)]
    return list(dict.fromkeys(name for name in names if name))


def spelling_key(name: str) -> str:
    """Returns a key equal for spellings that differ in marks, case and punctuation only ("Toà án", "Tòa án"; "-",
    ",")."""
    return re.sub(r"[^a-z0-9]+", " ", fold_diacritics(name).replace("&", " va ")).strip()


class BodyFinder:
    """Looks up issuing bodies by name or abbreviation. One query."""

    def __init__(self) -> None:
        self.by_name: dict[str, IssuingBody] = {}
        self.by_abbreviation: dict[str, list[IssuingBody]] = {}
        for body in IssuingBody.objects.order_by("pk"):
            self.add(body)

    def add(self, body: IssuingBody) -> None:
        for spelling in (body.name, *body.aliases.splitlines()):
            if spelling.strip():
                self.by_name.setdefault(spelling_key(spelling), body)
        if body.abbreviation:
            self.by_abbreviation.setdefault(body.abbreviation, []).append(body)

    def find(self, name: str) -> IssuingBody | None:
        return self.by_name.get(spelling_key(name))

    def level_of(self, abbreviation: str) -> str:
        """Returns the level that all bodies with this abbreviation share ("BGDĐT" → central), else empty."""
        levels = {body.level for body in self.by_abbreviation.get(abbreviation, ())}
        return levels.pop() if len(levels) == 1 else ""

    def create(self, name: str) -> IssuingBody:
        """Creates and returns a body that the library does not have yet, under the name as printed."""
        body = IssuingBody(name=name, level=guess_level(name), education="giao duc" in fold_diacritics(name))
        body.save()
        self.add(body)
        return body


def guess_level(name: str) -> str:
    """Returns the ``IssuingBody.Level`` by the place that a name contains; national bodies name none.

    >>> guess_level("Ủy ban nhân dân xã Nam Phù"), guess_level("UBND tỉnh Lào Cai"), guess_level("Bộ Y tế")
    ('local', 'province', 'central')
    """
    folded = fold_diacritics(name)
    if re.search(r"\btruong (?:tieu hoc|mam non|thcs|thpt|trung hoc|mau giao|lien cap)\b", folded):
        return "school"
    if re.search(
        r"\b(?:huyen|quan|xa|phuong|thi xa|thi tran|dac khu)\b(?! hoi\b)",
        re.sub(r"xa hoi|quan (?:doi|ly|su)", "", folded),
    ):
        return "local"
    return "province" if re.search(r"\b(?:tinh|thanh pho|tp|so)\b", folded) else "central"
