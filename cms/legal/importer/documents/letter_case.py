"""Capitals of heads and titles → ordinary spelling. Pure."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from cms.core.text import normalize_nfc

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+/[\w/&-]+")
_NEVER = frozenset(("điều", "khoản", "điểm", "của", "và", "về"))
#: Whole names; anything longer is put together from its parts.
_PARTS = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Thường vụ Quốc hội", "Giáo dục và Đào tạo", "Văn hóa - Xã hội",
    "Văn hóa, Thể thao và Du lịch", "Khoa học và Công nghệ", "Nông nghiệp và Môi trường",
    "Lao động - Thương binh và Xã hội", "Thông tin và Truyền thông", "Tài nguyên và Môi trường", "Kế hoạch và Đầu tư",
    "Giao thông vận tải", "Nội vụ", "Tư pháp", "Tài chính", "Y tế", "Công an", "Quốc phòng", "Xây dựng", "Công Thương",
    "Ngoại giao", "Thủ tướng Chính phủ", "Chính phủ", "Chủ tịch nước", "Quốc hội", "Văn phòng Chính phủ",
    "Văn phòng Quốc hội", "Văn phòng",
    "Trung tâm", "Công đoàn", "Thứ trưởng Thường trực", "Thứ trưởng", "Bộ trưởng", "Phó Thủ tướng", "Thủ tướng",
    "Phó Chủ tịch", "Chủ tịch", "Phó Giám đốc", "Giám đốc", "Phó Hiệu trưởng", "Hiệu trưởng", "Phó Trưởng phòng",
    "Trưởng phòng", "Trưởng ban", "Chánh Văn phòng", "Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở",
    "Trường Trung học phổ thông", "Trung học cơ sở", "Trung học phổ thông", "Tiểu học", "Mầm non", "Trường THCS",
    "Trường THPT", "UBND", "HĐND", "THCS", "THPT", "TP", "Sở", "Phòng", "Bộ", "Ban Chấp hành", "Đảng ủy",
)  # fmt: skip
_PLACES = ("xã", "phường", "huyện", "quận", "thị xã", "thị trấn", "thành phố", "tỉnh", "đặc khu", "và", "của")
_KNOWN = {part.casefold(): part for part in (*_PARTS, *_PLACES)}
_KNOWN |= {
    part.replace("Ủy", "Uỷ").replace("hóa", "hoá").casefold(): part for part in _PARTS if "Ủy" in part or "hóa" in part
}
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True)) + r")(?!\w)")


def to_body_case(text: str) -> str:
    """The name of a body or an office in capitals, as it is written in a sentence.

    >>> to_body_case("ỦY BAN NHÂN DÂN XÃ NAM PHÙ"), to_body_case("TRƯỜNG TIỂU HỌC NGŨ HIỆP")
    ('Ủy ban nhân dân xã Nam Phù', 'Trường Tiểu học Ngũ Hiệp')
    """
    lower = normalize_nfc(text).casefold()
    found, end = [], 0
    for match in _PATTERN.finditer(lower):
        found += [lower[end : match.start()].title(), _KNOWN[match.group()]]
        end = match.end()
    return "".join([*found, lower[end:].title()])


def to_sentence_case(text: str, lines: Sequence[str]) -> str:
    """A title in capitals, each word as the text itself mostly writes it beside the same neighbour.

    >>> to_sentence_case("LUẬT TRẺ EM VIỆT NAM", ["Theo quy định của trẻ em tại Việt Nam thì"])
    'Luật trẻ em Việt Nam'
    """
    wanted = _pairs(_WORD.findall(text.casefold()))
    counts: dict[tuple[str, str], Counter] = {pair: Counter() for pair in wanted}
    for line in lines[:3000]:
        words = [match for match in _WORD.finditer(line) if len(match.group()) == 1 or not match.group().isupper()]
        for first, second in itertools.pairwise(words):
            pair = (first.group().casefold(), second.group().casefold())
            if pair in counts:
                begins = line[: first.start()].rstrip()[-1:] in ("", ".", ";", ":", "?", "!", "“")  # large anyhow
                counts[pair][(begins or first.group()[0].isupper(), second.group()[0].isupper(), begins)] += 1
    return _cased(text, counts)


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(words))


def _cased(text: str, counts: dict[tuple[str, str], Counter]) -> str:
    words = list(_WORD.finditer(text))
    votes = [0] * len(words)  # for a capital
    for at, pair in enumerate(_pairs([match.group().casefold() for match in words])):
        for (first, second, begins), times in counts[pair].items():
            votes[at] += 0 if begins else times * (1 if first else -1)
            votes[at + 1] += times * (1 if second else -1)
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    found: list[str] = []
    end = 0
    for match, vote in zip(words, votes, strict=True):
        word = match.group()
        if any(start <= match.start() < stop for start, stop in numbers):  # "44/2022/TT-BTC" stays as it is
            found, end = [*found, text[end : match.end()]], match.end()
            continue
        large = vote > 0 and word.casefold() not in _NEVER
        found += [text[end : match.start()], word.capitalize() if large else word.lower()]
        end = match.end()
    whole = "".join([*found, text[end:]])
    return whole[:1].upper() + whole[1:]
