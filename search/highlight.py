"""Marked titles and excerpts, from the raw text, the same for every engine. Pure."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from cms.core.text import nfc
from search.analysis import syllables
from search.query import Query

WINDOW = 42  # words of an excerpt
SCANNED = 30_000  # characters of a text that are looked through
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")


class _Word(NamedTuple):
    start: int
    end: int
    folded: tuple[str, ...]


@lru_cache(maxsize=100_000)
def _folded(word: str) -> tuple[str, ...]:
    return tuple(folded for _, folded in syllables(word))


def _words(text: str) -> list[_Word]:
    return [_Word(m.start(), m.end(), _folded(m.group())) for m in _WORD.finditer(text)]


def _hits(words: list[_Word], query: Query) -> tuple[list[bool], int]:
    """Which words to mark: those of matching pairs; lone syllables only where no pair matches at all."""
    lone, asked = set(query.content), set(query.syllables)
    pairs = {tuple(pair.split("_")) for pair in query.pairs}
    pairs = {pair for pair in pairs if not lone.isdisjoint(pair)}
    marked = [False] * len(words)
    distinct = set()
    before = ""
    for i, word in enumerate(words):
        folded = word.folded
        if not folded:
            before = ""
            continue
        if folded[0] in asked:
            if len(folded) > 1 and asked.issuperset(folded):
                marked[i] = True
            if before in asked and (before, folded[0]) in pairs:
                marked[i - 1] = marked[i] = True
                distinct.add((before, folded[0]))
        before = folded[-1]
    if not any(marked):
        for i, word in enumerate(words):
            if len(word.folded) == 1 and word.folded[0] in lone:
                marked[i] = True
                distinct.add(word.folded[0])
    return marked, len(distinct)


def _render(text: str, words: list[_Word], marked: list[bool], first: int, last: int) -> str:
    """HTML of words ``first`` to ``last`` (exclusive); neighbouring marked words share one ``<mark>``."""
    start = words[first].start if first else 0
    end = words[last - 1].end if last < len(words) else len(text)
    parts, at, i = [], start, first
    while i < last:
        if not marked[i]:
            i += 1
            continue
        j = i
        while j + 1 < last and marked[j + 1] and words[j + 1].start - words[j].end <= 2:
            j += 1
        inner = html.escape(text[words[i].start : words[j].end])
        parts.append(html.escape(text[at : words[i].start]) + f"<mark>{inner}</mark>")
        at, i = words[j].end, j + 1
    return "".join(parts) + html.escape(text[at:end])


def mark(text: str, query: Query) -> str:
    """The whole text as HTML with what matches in ``<mark>``."""
    text = nfc(text)
    words = _words(text)
    if not words:
        return html.escape(text)
    marked, _ = _hits(words, query)
    return _render(text, words, marked, 0, len(words))


def _best_window(marked: list[bool]) -> int:
    """First word of the window with most marks; the earliest of equals."""
    inside = sum(marked[:WINDOW])
    best, best_at = inside, 0
    for at in range(1, max(len(marked) - WINDOW + 1, 1)):
        inside += marked[at + WINDOW - 1] - marked[at - 1]
        if inside > best:
            best, best_at = inside, at
    return best_at


def _sentence_start(text: str, words: list[_Word], at: int) -> int:
    """A window begins at a line or sentence where one starts shortly before."""
    for i in range(at, max(at - 10, 0), -1):
        gap = text[words[i - 1].end : words[i].start]
        if "\n" in gap or any(c in gap for c in ".;:"):
            return i
    return at if at > 4 else 0


def excerpt(text: str, query: Query) -> str:
    """HTML of the part of ``text`` that matches best; its beginning where nothing does. "" for no text."""
    text = re.sub(r"[ \t]+", " ", nfc(text[:SCANNED])).strip()
    words = _words(text)
    if not words:
        return ""
    marked, _ = _hits(words, query)
    first = _sentence_start(text, words, _best_window(marked))
    last = min(first + WINDOW, len(words))
    shown = _render(text, words, marked, first, last).replace("\n", " ")
    return ("…" if first else "") + shown + ("…" if last < len(words) else "")
