"""Laws that are cited by name: "Luật Giáo dục 2019", "BLDS". The table is data: cms/legal/data/named_laws.csv.

Columns: ``name`` as on the law itself; ``also``: other wordings in use; ``abbreviations``; ``numbers``: all laws
of that name, oldest first. Old numbers without a year stand there too; they are found by number only.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from cms.core.text import fold_diacritics

TABLE = Path(__file__).resolve().parent.parent / "data" / "named_laws.csv"

_WORD = re.compile(r"([\s,;()/&-]{1,4})([a-z0-9]{1,12})(?![a-z0-9])")
_WORDS = re.compile(r"[a-z0-9]+")
_AMENDING = re.compile(
    r"[\s]{1,3}sua doi,?\s{1,3}bo sung\s{1,3}(?:(?:mot so|cac)\s{1,3})?(?:dieu|noi dung"
    r"|quy dinh)\s{1,3}(?:cua\s{1,3})?(?=bo luat|luat|phap lenh)"
)
#: Written short inside a name: "Luật Tổ chức HĐND và UBND".
_ABBREVIATED = {
    "hdnd": ("hoi", "dong", "nhan", "dan"),
    "ubnd": ("ui", "ban", "nhan", "dan"),
    "qh": ("quoc", "hoi"),
    "tand": ("toa", "an", "nhan", "dan"),
    "vksnd": ("vien", "kiem", "sat", "nhan", "dan"),
}
#: Between the laws that one law amends.
_NEXT_LAW = re.compile(
    r"\s{0,2}(?:,\s{0,2}(?:va\s{1,2})?|\s{1,2}va\s{1,2})(?:(?:mot so|cac)\s{1,2}dieu\s{1,2}cua\s{1,2})?(?=bo luat"
    r"|luat|phap lenh)"
)
_ANY_LAW = re.compile(
    r"(?:bo luat|luat|phap lenh)(?:\s{1,2}(?!va\b|so\b|luat\b)[a-z]{1,8}){1,12}(?=\s{0,2},|\s{1,2}(?:va|so)\b)"
)
#: One law that amends more names them by their field ("37 luật có liên quan đến quy hoạch").
_MOST_AMENDED = 40
#: Two syllables or fewer: without marks the words may mean something else ("luật gia", "luật được").
_SHORT = 2
#: So many words further along a longer name, and then off it: another law than any of the table
#: ("Luật Đầu tư nước ngoài ở Lào" is not "Luật Đầu tư").
_ASTRAY = 2


@dataclass(frozen=True)
class NamedLaw:
    name: str
    numbers: tuple[str, ...]


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see ``citation_finder.Citation``
class NameMatch:
    """A name in the text: ``end`` is the offset after its last word."""

    name: str
    type: str
    end: int
    law: NamedLaw


@dataclass
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entry: tuple[str, str, NamedLaw] | None = None  # (as written in the table, as shown, law)


def split_name_words(text: str) -> list[str]:
    """Words for comparison: without marks, commas and the difference of y and i ("kỹ thuật", "kĩ thuật")."""
    return [word.replace("y", "i") for word in _WORDS.findall(fold_diacritics(text))]


@cache
def _rows() -> tuple[tuple[NamedLaw, tuple[str, ...], tuple[str, ...]], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                NamedLaw(row["name"], tuple(filter(None, row["numbers"].split("|")))),
                tuple(filter(None, row["also"].split("|"))),
                tuple(filter(None, row["abbreviations"].split("|"))),
            )
            for row in csv.DictReader(file)
        )


@cache
def _tree() -> _Node:
    root = _Node()
    for law, also, abbreviations in _rows():
        spellings = [
            (law.name, law.name),
            *((text, text) for text in also),
            *((text, law.name) for text in abbreviations),
        ]
        for spelling, shown in spellings:
            node, words = root, split_name_words(spelling)
            for word in _without_about(words):
                node = node.next.setdefault(word, _Node())
            if node.entry and len(_without_about(words)) < len(words):
                continue
            node.entry = (spelling, law.name if law.name == "Hiến pháp" else shown, law)
    return root


@cache
def _numbered() -> dict[tuple[str, ...], NamedLaw]:
    laws = {}
    for law, also, abbreviations in _rows():
        for spelling in (law.name, *also, *abbreviations):
            laws[tuple(split_name_words(spelling))] = law
    return laws


def law_named(name: str) -> NamedLaw | None:
    """The law called ``name`` in any wording of the table.

    >>> law_named("Luật thi đua khen thưởng").name, law_named("Pháp lệnh về Dân số").name
    ('Luật Thi đua, khen thưởng', 'Pháp lệnh Dân số')
    """
    words = split_name_words(name)
    return _numbered().get(tuple(words)) or _numbered().get(tuple(_in_full(words)))


def _in_full(words: list[str]) -> list[str]:
    return _without_about([part for word in words for part in _ABBREVIATED.get(word, (word,))])


def _without_about(words: list[str]) -> list[str]:
    """ "Pháp lệnh về Dân số" is "Pháp lệnh Dân số"."""
    return [*words[:2], *words[3:]] if words[:3] == ["phap", "lenh", "ve"] else words


def _walk(node: _Node, word: str) -> tuple[_Node | None, int]:
    """(The node after an abbreviation in full, how many words it stands for)."""
    after: _Node | None = node
    for part in _ABBREVIATED[word]:
        after = after.next.get(part) if after else None
    return after, len(_ABBREVIATED[word])


def find_name(text: str, folded: str, start: int) -> NameMatch | None:
    """The longest known name that begins at ``start`` (at the type word: "Luật", "Bộ luật", "BLDS")."""
    first = _WORDS.match(folded, start)
    node = _tree().next.get(first.group().replace("y", "i")) if first else None
    if first is None or node is None:
        return None
    best, count, words, end = None, 1, 1, first.end()
    if node.entry:
        best, count = (node.entry, end), 1
    while found := _WORD.match(folded, end):
        word, above = found.group(2).replace("y", "i"), node
        if word == "ve" and words == 2 and folded.startswith("phap lenh", start):
            node, end = above, found.end()
            continue
        node, steps = above.next.get(word), 1
        if node is None and word in _ABBREVIATED:
            node, steps = _walk(above, word)
        if node is None:
            # "Luật giáo dục nghề nghiệpthực hiện": the longer name goes on, glued to what follows.
            if words > count and any(word.startswith(other) for other in above.next if len(other) > 2):
                return None
            break
        end, words = found.end(), words + steps
        if node.entry:
            best, count = (node.entry, end), words
    if best is None:
        return None
    if words - count >= _ASTRAY:
        return None
    (spelling, name, law), end = best
    type_name = type_of_name(name)
    if count - len(type_name.split()) <= _SHORT and not _marks_agree(text[start:end], spelling):
        return None
    if folded.count("(", start, end) > folded.count(")", start, end) and folded[end : end + 1] == ")":
        end += 1
    return NameMatch(name, type_name, end, law)


def begins_like_a_law(folded: str, start: int) -> bool:
    """Are the type word and the next two words those of some law ("Luật Bảo vệ …")?"""
    first = _WORDS.match(folded, start)
    node, end = _tree().next.get(first.group()) if first else None, first.end() if first else start
    for _step in range(2):
        found = _WORD.match(folded, end)
        node = node.next.get(found.group(2).replace("y", "i")) if node and found else None
        end = found.end() if found else end
    return node is not None


def find_amending_name(text: str, folded: str, start: int) -> NameMatch | None:
    """ "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục đại học", where the table has only the latter."""
    first = _WORDS.match(folded, start)
    if first is None:
        return None
    end = first.end()
    if folded.startswith("phap lenh", start):
        end = start + len("phap lenh")
    elif first.group() != "luat":
        return None
    middle = _AMENDING.match(folded, end)
    inner = find_name(text, folded, middle.end()) if middle else None
    if inner is None:
        return None
    type_name = "Luật" if first.group() == "luat" else "Pháp lệnh"
    name = f"{type_name} sửa đổi, bổ sung một số điều của {inner.name}"
    return NameMatch(name, type_name, inner.end, law_named(name) or NamedLaw(name, ()))


def find_amending_many(text: str, folded: str, start: int) -> NameMatch | None:
    """ "Luật sửa đổi, bổ sung một số điều của Luật A, Luật B và Luật C": all the laws that one law amends. Whether the
    list is one law's name says the number after it, or the table (``law.numbers``)."""
    first = find_amending_name(text, folded, start)
    if first is None:
        return None
    end = first.end
    for _law in range(_MOST_AMENDED):
        joined = _NEXT_LAW.match(folded, end)
        if joined is None:
            break
        inner = find_name(text, folded, joined.end())
        if inner is not None:
            end = inner.end
        elif (rest := _ANY_LAW.match(folded, joined.end())) is not None:
            end = rest.end()
        else:
            break
    if end == first.end:
        return None
    name = " ".join(text[start:end].split())
    return NameMatch(name, first.type, end, law_named(name) or NamedLaw(name, ()))


def type_of_name(name: str) -> str:
    for type_name in ("Hiến pháp", "Bộ luật", "Pháp lệnh"):
        if name.startswith(type_name):
            return type_name
    return "Luật"


@lru_cache(maxsize=4096)
def _marks_agree(written: str, spelling: str) -> bool:
    """Same letters with marks, or an abbreviation in capitals, or typed without any marks at all."""
    words = written.split()
    if "".join(words).isascii():
        return True
    if words[-1].isupper() and (len(words) == 1 or not words[0].isupper()):
        return True
    return _spelled(written) == _spelled(spelling)


def _spelled(text: str) -> list[list[str]]:
    """Letters with their marks, wherever in the syllable the tone stands: "hoà" and "hòa" are one."""
    plain = " ".join(re.findall(r"\w+", text.casefold())).replace("y", "i").replace("ð", "đ")
    return [sorted(syllable) for syllable in unicodedata.normalize("NFD", plain).split(" ")]
