"""Two texts side by side in one: article by article, word by word. Pure, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

SAME, OLD, NEW = "same", "old", "new"
#: Longer lines are compared as wholes: comparing words takes time with the square of their number.
MAX_WORDS = 1500


class Article(Protocol):
    @property
    def anchor(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def heading(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Piece:
    kind: str  # SAME, OLD (in the first text only) or NEW
    text: str


@dataclass(frozen=True)
class Difference:
    """An article of either text; ``only`` is OLD or NEW where the other text has none of that number."""

    label: str
    heading: str
    anchor: str
    lines: tuple[tuple[Piece, ...], ...]
    only: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.only) or any(piece.kind != SAME for line in self.lines for piece in line)


def compare_texts(old: Sequence[Article], new: Sequence[Article]) -> list[Difference]:
    """Articles are matched by anchor, in the order of ``new``; those of ``old`` alone stand after the one they
    followed."""
    before = {article.anchor: article for article in old}
    after = {article.anchor for article in new}
    found = [_one(before.get(article.anchor), article, shown=article) for article in new]
    for place, article in enumerate(old):
        if article.anchor not in after:
            previous = old[place - 1].anchor if place else ""
            at = next((index + 1 for index, row in enumerate(found) if row.anchor == previous), 0)
            found.insert(at, _one(article, None, shown=article))
    return found


def _one(old: Article | None, new: Article | None, *, shown: Article) -> Difference:
    only = NEW if old is None else OLD if new is None else ""
    lines = diff_lines(_lines(old), _lines(new))
    return Difference(shown.label, shown.heading, shown.anchor, tuple(lines), only)


def _lines(article: Article | None) -> list[str]:
    if article is None:
        return []
    return [line for line in (article.heading, *article.text.split("\n")) if line]


def diff_lines(old: Sequence[str], new: Sequence[str]) -> list[tuple[Piece, ...]]:
    """
    >>> diff_lines(["Một hai.", "Ba."], ["Một bốn.", "Ba."])[0]
    (Piece(kind='same', text='Một'), Piece(kind='old', text='hai.'), Piece(kind='new', text='bốn.'))
    """
    found: list[tuple[Piece, ...]] = []
    for action, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            found += [(Piece(SAME, line),) for line in old[a:b]]
            continue
        paired = min(b - a, d - c)
        found += [_words(old[a + n], new[c + n]) for n in range(paired)]
        found += [(Piece(OLD, line),) for line in old[a + paired : b]]
        found += [(Piece(NEW, line),) for line in new[c + paired : d]]
    return found


def _words(old: str, new: str) -> tuple[Piece, ...]:
    a, b = old.split(), new.split()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if max(len(a), len(b)) > MAX_WORDS or matcher.quick_ratio() < 0.3:
        return (Piece(OLD, old), Piece(NEW, new))
    pieces: list[Piece] = []
    for action, i, j, k, m in matcher.get_opcodes():
        if action == "equal":
            pieces.append(Piece(SAME, " ".join(a[i:j])))
            continue
        if j > i:
            pieces.append(Piece(OLD, " ".join(a[i:j])))
        if m > k:
            pieces.append(Piece(NEW, " ".join(b[k:m])))
    return tuple(pieces)
