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

from cms.core.text import fold

TABLE = Path(__file__).resolve().parent.parent / "data" / "named_laws.csv"

_WORD = re.compile(r"([\s,;()/&-]{1,4})([a-z0-9]{1,12})(?![a-z0-9])")
_WORDS = re.compile(r"[a-z0-9]+")
_AMENDING = re.compile(
    r"[\s]{1,3}sua doi,?\s{1,3}bo sung\s{1,3}(?:(?:mot so|cac)\s{1,3})?(?:dieu|noi dung"
    r"|quy dinh)\s{1,3}(?:cua\s{1,3})?(?=bo luat|luat|phap lenh)"
)
#: Two syllables or fewer: without marks the words may mean something else ("luật gia", "luật được").
_SHORT = 2
#: So many words further along a longer name, and then off it: another law than any of the table
#: ("Luật Đầu tư nước ngoài ở Lào" is not "Luật Đầu tư").
_ASTRAY = 2


@dataclass(frozen=True)
class NamedLaw:
    name: str
    numbers: tuple[str, ...]


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see ``find.Citation``
class Hit:
    """A name in the text: ``end`` is the offset after its last word."""

    name: str
    type: str
    end: int
    law: NamedLaw


@dataclass
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entry: tuple[str, str, NamedLaw] | None = None  # (as written in the table, as shown, law)


def words_of(text: str) -> list[str]:
    """Words for comparison: without marks, commas and the difference of y and i ("kỹ thuật", "kĩ thuật")."""
    return [word.replace("y", "i") for word in _WORDS.findall(fold(text))]


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
            node = root
            for word in words_of(spelling):
                node = node.next.setdefault(word, _Node())
            node.entry = (spelling, law.name if law.name == "Hiến pháp" else shown, law)
    return root


@cache
def _numbered() -> dict[tuple[str, ...], NamedLaw]:
    laws = {}
    for law, also, abbreviations in _rows():
        for spelling in (law.name, *also, *abbreviations):
            laws[tuple(words_of(spelling))] = law
    return laws


def law_named(name: str) -> NamedLaw | None:
    """The law called ``name`` in any wording of the table.

    >>> law_named("Luật thi đua khen thưởng").name
    'Luật Thi đua, khen thưởng'
    """
    return _numbered().get(tuple(words_of(name)))


def find_name(text: str, folded: str, start: int) -> Hit | None:
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
        node = above.next.get(word)
        if node is None:
            # "Luật giáo dục nghề nghiệpthực hiện": the longer name goes on, glued to what follows.
            if words > count and any(word.startswith(other) for other in above.next if len(other) > 2):
                return None
            break
        end, words = found.end(), words + 1
        if node.entry:
            best, count = (node.entry, end), words
    if best is None:
        return None
    if words - count >= _ASTRAY:
        return None
    (spelling, name, law), end = best
    type_name = type_of(name)
    if count - len(type_name.split()) <= _SHORT and not _marks_agree(text[start:end], spelling):
        return None
    if folded.count("(", start, end) > folded.count(")", start, end) and folded[end : end + 1] == ")":
        end += 1
    return Hit(name, type_name, end, law)


def begins_like_a_law(folded: str, start: int) -> bool:
    """Are the type word and the next two words those of some law ("Luật Bảo vệ …")?"""
    first = _WORDS.match(folded, start)
    node, end = _tree().next.get(first.group()) if first else None, first.end() if first else start
    for _step in range(2):
        found = _WORD.match(folded, end)
        node = node.next.get(found.group(2).replace("y", "i")) if node and found else None
        end = found.end() if found else end
    return node is not None


def find_amending_name(text: str, folded: str, start: int) -> Hit | None:
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
    return Hit(name, type_name, inner.end, law_named(name) or NamedLaw(name, ()))


def type_of(name: str) -> str:
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
