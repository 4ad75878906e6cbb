"""Highlights matches in titles and excerpts, from the raw text, in the same way for every engine. Pure."""

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
MAX_BACKTRACK = 10  # words before the window in which a sentence start is sought
SCANNED = 30_000  # characters of a text that are scanned
_ENDS = ".;:!?\n"
_WORDS_AND_ENDS = re.compile(rf"{WORD.pattern}|[{_ENDS}]")
_BLANKS = re.compile(r"[ \t]{2,}|\t")


@dataclass(frozen=True)
class _HighlightTerms:
    """Terms that may be marked, from the query and its expansions. ``words`` and ``pairs``: folded; ``runs``: folded
    text, for abbreviations; ``spellings``: the spellings of each folded syllable that was typed with diacritics."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    runs: str
    spellings: Mapping[str, frozenset[str]]
    #: Cached words of texts without and with diacritics, shared by all texts that are shown for the query.
    cache: tuple[dict[str, tuple[tuple[str, ...], bool]], ...]

    @classmethod
    def of(cls, query: Query) -> _HighlightTerms:
        spellings: dict[str, set[str]] = {}
        for exact in query.exact:
            spellings.setdefault(fold_diacritics(exact), set()).add(exact)
        words = frozenset(query.content)
        pairs = ((first, second) for first, _sign, second in (pair.partition("_") for pair in query.pairs))
        pairs_of_content = {pair for pair in pairs if not words.isdisjoint(pair)}
        runs = [" ".join(query.sequence)]
        for phrase in (phrase for expansion in query.expansions for phrase in expansion.added):
            folded = [plain for _, plain in phrase]
            pairs_of_content.update(pairwise(folded))
            runs.append(" ".join(folded))
            for exact, plain in phrase:
                if exact != plain and plain in spellings:
                    spellings[plain].add(exact)
        return cls(
            words,
            frozenset(pairs_of_content),
            f" {' | '.join(runs)} ",
            {folded: frozenset(typed) for folded, typed in spellings.items()},
            ({}, {}),
        )

    def word(self, word: str, has_diacritics: bool) -> tuple[tuple[str, ...], bool]:
        """Returns (folded syllables of a word of the text, whether it can match). A typed "tư" does not match "từ",
        but it matches a text written without diacritics."""
        forms = forms_of(word.lower())
        folded = tuple(folded for _, folded in forms if folded)
        if len(folded) != 1:
            return folded, f" {' '.join(folded)} " in self.runs
        exact = forms[0][0]
        typed = self.spellings.get(folded[0])
        return folded, typed is None or exact in typed or not has_diacritics


_asked = lru_cache(maxsize=8)(_HighlightTerms.of)


def _matched_words(text: str, query: Query) -> list[bool]:
    """Returns for each word whether to mark it: words of matching pairs, and single syllables only if no pair matches.
    A pair does not cross the end of a sentence."""
    terms = _asked(query)
    has_diacritics = not text.isascii()
    cache = terms.cache[has_diacritics]
    is_marked: list[bool] = []
    single_words: list[int] = []
    before = ""
    for found in _WORDS_AND_ENDS.findall(text):
        if found in _ENDS:
            before = ""
            continue
        if (word := cache.get(found)) is None:
            word = cache[found] = terms.word(found, has_diacritics)
        folded, can_match = word
        is_marked.append(can_match and len(folded) > 1)
        if can_match and len(folded) == 1:
            if (before, folded[0]) in terms.pairs:
                is_marked[-1] = True
                if len(is_marked) > 1:
                    is_marked[-2] = True
            if folded[0] in terms.words:
                single_words.append(len(is_marked) - 1)
        before = folded[-1] if folded and can_match else ""
    if not any(is_marked):
        for i in single_words:
            is_marked[i] = True
    return is_marked


def _word_spans(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Returns (start, end) of the words from ``first`` to ``last`` (exclusive)."""
    return [match.span() for match in islice(WORD.finditer(text), first, last)]


def _render(text: str, spans: Sequence[tuple[int, int]], is_marked: Sequence[bool]) -> str:
    """Returns ``text`` as HTML; neighbouring marked words share one ``<mark>``."""
    parts, at, i, last = [], 0, 0, len(spans)
    while i < last:
        if not is_marked[i]:
            i += 1
            continue
        j = i
        while j + 1 < last and is_marked[j + 1] and spans[j + 1][0] - spans[j][1] <= 2:
            j += 1
        start, end = spans[i][0], spans[j][1]
        parts.append(f"{html.escape(text[at:start])}<mark>{html.escape(text[start:end])}</mark>")
        at, i = end, j + 1
    return "".join(parts) + html.escape(text[at:])


def highlight(text: str, query: Query) -> str:
    """Returns the whole text as escaped HTML with matches in ``<mark>``."""
    text = normalize_nfc(text)
    is_marked = _matched_words(text, query)
    return _render(text, _word_spans(text, 0, len(is_marked)), is_marked)


def _best_window(is_marked: Sequence[bool]) -> int:
    """Returns the first word of the window with most marked words; the earliest of equals."""
    marked_words = [i for i, one in enumerate(is_marked) if one]
    best = best_at = left = 0
    for right, place in enumerate(marked_words):
        at = max(place - WINDOW + 1, 0)
        while marked_words[left] < at:
            left += 1
        if right - left >= best:
            best, best_at = right - left + 1, at
    return best_at


def _sentence_start(text: str, spans: Sequence[tuple[int, int]], earliest: int, at: int) -> int:
    """Returns the first word of the window: moved back to the start of a line or sentence shortly before it.
    ``spans``: those of the words from ``earliest``."""
    for i in range(at, earliest, -1):
        gap = text[spans[i - 1 - earliest][1] : spans[i - earliest][0]]
        if "\n" in gap or any(c in gap for c in ".;:"):
            return i
    return at if at > 4 else 0


def excerpt(text: str, query: Query) -> str:
    """Returns the best matching part of ``text`` as HTML; its beginning if nothing matches, "" for no text."""
    text = _BLANKS.sub(" ", normalize_nfc(text[:SCANNED])).strip()
    is_marked = _matched_words(text, query)
    if not is_marked:
        return ""
    at = _best_window(is_marked)
    earliest = max(at - MAX_BACKTRACK, 0)
    spans = _word_spans(text, earliest, at + WINDOW)
    first = _sentence_start(text, spans, earliest, at)
    last = min(first + WINDOW, len(is_marked))
    spans = spans[first - earliest : last - earliest]
    start = spans[0][0] if first else 0
    end = spans[-1][1] if last < len(is_marked) else len(text)
    spans = [(begin - start, stop - start) for begin, stop in spans]
    shown = _render(text[start:end], spans, is_marked[first:last]).replace("\n", " ")
    return ("…" if first else "") + shown + ("…" if last < len(is_marked) else "")
