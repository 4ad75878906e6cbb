"""Marked titles and excerpts, from the raw text, the same for every engine. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from cms.core.text import fold_diacritics, normalize_nfc
from search.query_planning.analysis import WORD, forms_of
from search.query_planning.query import Query

WINDOW = 42  # words of an excerpt
MAX_BACKTRACK = 10  # words before it among which a sentence is looked for
SCANNED = 30_000  # characters of a text that are looked through
_ENDS = ".;:!?\n"
_WORDS_AND_ENDS = re.compile(rf"{WORD.pattern}|[{_ENDS}]")
_BLANKS = re.compile(r"[ \t]{2,}|\t")


@dataclass(frozen=True)
class _HighlightTerms:
    """What may be marked, of the question and of the phrases that its words bring: ``lone`` and ``pairs`` folded,
    ``runs`` as folded text for abbreviations; ``marks`` the spellings of each folded syllable that was typed with its
    marks."""

    lone: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    runs: str
    marks: Mapping[str, frozenset[str]]
    #: Of texts without and with marks: words that were looked at already, in any text that is shown for the question.
    known: tuple[dict[str, tuple[tuple[str, ...], bool]], ...]

    @classmethod
    def of(cls, query: Query) -> _HighlightTerms:
        marks: dict[str, set[str]] = {}
        for exact in query.exact:
            marks.setdefault(fold_diacritics(exact), set()).add(exact)
        lone = frozenset(query.content)
        pairs = ((first, second) for first, _sign, second in (pair.partition("_") for pair in query.pairs))
        told = {pair for pair in pairs if not lone.isdisjoint(pair)}
        runs = [" ".join(query.sequence)]
        for phrase in (phrase for way in query.otherwise for phrase in way.brought):
            folded = [plain for _, plain in phrase]
            told.update(pairwise(folded))
            runs.append(" ".join(folded))
            for exact, plain in phrase:
                if exact != plain and plain in marks:
                    marks[plain].add(exact)
        return cls(
            lone,
            frozenset(told),
            f" {' | '.join(runs)} ",
            {folded: frozenset(typed) for folded, typed in marks.items()},
            ({}, {}),
        )

    def word(self, word: str, has_marks: bool) -> tuple[tuple[str, ...], bool]:
        """(folded syllables of a word of the text, whether it can be a match). Who types "tư" does not mean "từ",
        unless the text was written without marks."""
        forms = forms_of(word.lower())
        folded = tuple(folded for _, folded in forms if folded)
        if len(folded) != 1:
            return folded, f" {' '.join(folded)} " in self.runs
        exact = forms[0][0]
        typed = self.marks.get(folded[0])
        return folded, typed is None or exact in typed or not has_marks


_asked = lru_cache(maxsize=8)(_HighlightTerms.of)


def _matched_words(text: str, query: Query) -> list[bool]:
    """Of each word, whether to mark it: those of matching pairs; lone syllables only where no pair matches at all. A
    pair does not reach over the end of a sentence."""
    asked = _asked(query)
    has_marks = not text.isascii()
    known = asked.known[has_marks]
    marked: list[bool] = []
    lone: list[int] = []
    before = ""
    for found in _WORDS_AND_ENDS.findall(text):
        if found in _ENDS:
            before = ""
            continue
        if (word := known.get(found)) is None:
            word = known[found] = asked.word(found, has_marks)
        folded, fits = word
        marked.append(fits and len(folded) > 1)
        if fits and len(folded) == 1:
            if (before, folded[0]) in asked.pairs:
                marked[-1] = True
                if len(marked) > 1:
                    marked[-2] = True
            if folded[0] in asked.lone:
                lone.append(len(marked) - 1)
        before = folded[-1] if folded and fits else ""
    if not any(marked):
        for i in lone:
            marked[i] = True
    return marked


def _word_spans(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Where the words from ``first`` to ``last`` (exclusive) begin and end."""
    return [match.span() for match in islice(WORD.finditer(text), first, last)]


def _render(text: str, spans: Sequence[tuple[int, int]], marked: Sequence[bool]) -> str:
    """``text`` as HTML; neighbouring marked words share one ``<mark>``."""
    parts, at, i, last = [], 0, 0, len(spans)
    while i < last:
        if not marked[i]:
            i += 1
            continue
        j = i
        while j + 1 < last and marked[j + 1] and spans[j + 1][0] - spans[j][1] <= 2:
            j += 1
        start, end = spans[i][0], spans[j][1]
        parts.append(f"{html.escape(text[at:start])}<mark>{html.escape(text[start:end])}</mark>")
        at, i = end, j + 1
    return "".join(parts) + html.escape(text[at:])


def highlight(text: str, query: Query) -> str:
    """The whole text as HTML with what matches in ``<mark>``."""
    text = normalize_nfc(text)
    marked = _matched_words(text, query)
    return _render(text, _word_spans(text, 0, len(marked)), marked)


def _best_window(marked: Sequence[bool]) -> int:
    """First word of the window with most marks; the earliest of equals."""
    places = [i for i, one in enumerate(marked) if one]
    best = best_at = left = 0
    for right, place in enumerate(places):
        at = max(place - WINDOW + 1, 0)
        while places[left] < at:
            left += 1
        if right - left >= best:
            best, best_at = right - left + 1, at
    return best_at


def _sentence_start(text: str, spans: Sequence[tuple[int, int]], earliest: int, at: int) -> int:
    """A window begins at a line or sentence where one starts shortly before. ``spans``: of the words from
    ``earliest``."""
    for i in range(at, earliest, -1):
        gap = text[spans[i - 1 - earliest][1] : spans[i - earliest][0]]
        if "\n" in gap or any(c in gap for c in ".;:"):
            return i
    return at if at > 4 else 0


def excerpt(text: str, query: Query) -> str:
    """HTML of the part of ``text`` that matches best; its beginning where nothing does. "" for no text."""
    text = _BLANKS.sub(" ", normalize_nfc(text[:SCANNED])).strip()
    marked = _matched_words(text, query)
    if not marked:
        return ""
    at = _best_window(marked)
    earliest = max(at - MAX_BACKTRACK, 0)
    spans = _word_spans(text, earliest, at + WINDOW)
    first = _sentence_start(text, spans, earliest, at)
    last = min(first + WINDOW, len(marked))
    spans = spans[first - earliest : last - earliest]
    start = spans[0][0] if first else 0
    end = spans[-1][1] if last < len(marked) else len(text)
    spans = [(begin - start, stop - start) for begin, stop in spans]
    shown = _render(text[start:end], spans, marked[first:last]).replace("\n", " ")
    return ("…" if first else "") + shown + ("…" if last < len(marked) else "")
