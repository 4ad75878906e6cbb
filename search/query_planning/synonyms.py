"""Query expansion by synonyms: maps everyday words to the words of the law. Pure.

A synonym row holds a typed phrase and its meanings ("đuổi học" → "buộc thôi học"). Rows ship in ``data/words.csv``;
rows of the office override them (``search.results_page.active_synonyms``). A row adds variants that match and never
replaces typed words, except for chat spellings ("ko" → "không"), which no text uses.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cms.core.text import collapse_whitespace, fold_diacritics, normalize_nfc
from search.query_planning.analysis import bigrams, spelling_variants, syllables
from search.query_planning.vocabulary import DATA, abbreviations

ABBREVIATION, CHAT, GRADE, LAW, REGIONAL, SYNONYM = "abbreviation", "chat", "grade", "law", "regional", "synonym"
KINDS = (ABBREVIATION, CHAT, GRADE, LAW, REGIONAL, SYNONYM)
MAX_EXPANSIONS = 6  # of one question
MAX_MEANINGS = 6  # of one row
MAX_PHRASE_LENGTH = 10  # syllables of a phrase

Form = tuple[str, str]  # a syllable as written, and folded
Phrase = tuple[Form, ...]


@dataclass(frozen=True)
class Synonym:
    """A synonym row. ``meant``: its meanings, the likeliest first. Rows of kind ``SYNONYM`` work in both directions."""

    kind: str
    typed: str
    meant: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Expansion:
    """A query expansion. ``sequence``: the whole rewritten query, in order; ``remaining``: the remaining typed
    syllables; ``added``: the phrases from synonym rows. ``in_long_queries``: it also helps long questions; plain
    synonyms do not."""

    sequence: Phrase
    remaining: tuple[str, ...]  # folded
    added: tuple[Phrase, ...]
    in_long_queries: bool

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(folded for _, folded in self.sequence)

    @property
    def terms(self) -> tuple[str, ...]:
        """Returns the tokens that an entry must have for the added phrases: their pairs and exact spellings."""
        return tuple(dict.fromkeys(term for phrase in self.added for term in _terms(phrase)))

    @property
    def pairs(self) -> tuple[str, ...]:
        """Returns the pairs of each added phrase, or its single syllable."""
        found = (bigrams([f for _, f in phrase]) or [phrase[0][1]] for phrase in self.added)
        return tuple(dict.fromkeys(term for terms in found for term in terms))


def _terms(phrase: Phrase) -> list[str]:
    folded = [f for _, f in phrase]
    return [*(bigrams(folded) or folded), *(exact for exact, plain in phrase if exact != plain)]


def clean_phrase(kind: str, text: str) -> str:
    """Returns a phrase in the form of stored rows: abbreviations in upper case, everything else in lower case.

    >>> clean_phrase(LAW, "  Đuổi   HỌC "), clean_phrase(ABBREVIATION, "hk1")
    ('đuổi học', 'HK1')
    """
    line = collapse_whitespace(text)
    return line.upper() if kind == ABBREVIATION else line.lower()


def synonym_key(typed: str) -> str:
    """Returns the key of a row: its exact syllables. Rows for the same words have equal keys."""
    return " ".join(exact for exact, _ in syllables(typed)) or collapse_whitespace(typed).lower()


def split_meanings(text: str) -> tuple[str, ...]:
    """Returns the distinct meanings of a field, which ``|`` separates.

    >>> split_meanings("học phí | khoản thu|")
    ('học phí', 'khoản thu')
    """
    return tuple(dict.fromkeys(phrase for part in text.split("|") if (phrase := collapse_whitespace(part))))


@cache
def shipped_synonyms() -> tuple[Synonym, ...]:
    """Returns the reviewed rows of ``data/words.csv``."""
    with (DATA / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Synonym(row["kind"], row["typed"], split_meanings(row["meant"]), row["note"]) for row in rows)


@cache
def index_abbreviations() -> tuple[Synonym, ...]:
    """Returns the abbreviations that analysis expands in texts and queries alike (``data/abbreviations.csv``); a change
    of these needs an index rebuild."""
    with (DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Synonym(ABBREVIATION, row["abbreviation"], (row["words"],), row["note"]) for row in rows)


def merge_synonyms(
    rows: Iterable[Synonym], over: Iterable[Synonym], without: Iterable[str] = ()
) -> tuple[Synonym, ...]:
    """Returns ``rows``, where rows of ``over`` replace those with the same key, without the keys in ``without``."""
    found = {synonym_key(row.typed): row for row in rows} | {synonym_key(row.typed): row for row in over}
    removed = set(without)
    return tuple(row for key, row in found.items() if key not in removed)


class SynonymTable:
    """Synonym rows, indexed for look-up."""

    def __init__(self, rows: Iterable[Synonym]):
        self.rows = tuple(rows)

    @cached_property
    def _chat_spellings(self) -> tuple[dict[str, str], re.Pattern[str]]:
        spellings = {
            normalize_nfc(row.typed).lower(): row.meant[0] for row in self.rows if row.kind == CHAT and row.meant
        }
        longest_first = sorted(spellings, key=len, reverse=True)
        return spellings, re.compile(
            rf"(?<![\w/&.-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?![\w/&-])"
        )

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[Phrase, tuple[Phrase, ...], bool]]]:
        """Returns first folded syllable → (phrase, meanings, whether it helps long questions), the longest first."""
        found = defaultdict(list)
        for row in self.rows:
            if row.kind == CHAT:
                continue
            typed = tuple(syllables(row.typed))
            meant = tuple(phrase for text in row.meant if (phrase := tuple(syllables(text))))
            directions = (
                [(typed, meant)] if row.kind != SYNONYM else [(typed, meant), *((one, (typed,)) for one in meant)]
            )
            for phrase, others in directions:
                if phrase and others:
                    found[phrase[0][1]].append((phrase, others, row.kind != SYNONYM))
        return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in found.items()}

    def written_out(self, text: str) -> str:
        """Returns the text with chat spellings expanded, if it has more than one word and no quotes.

        >>> rows = (Synonym(CHAT, "ko", ("không",)), Synonym(CHAT, "dc", ("được",)))
        >>> SynonymTable(rows).written_out("nghỉ học dc ko")
        'nghỉ học được không'
        """
        spellings, pattern = self._chat_spellings
        if not spellings or len(text.split()) < 2:
            return text
        small = text.lower()
        if len(small) != len(text) or any(sign in text for sign in '"“”„«»'):
            return text
        spans, last = [], 0
        for found in pattern.finditer(small):
            spans += [text[last : found.start()], spellings[found[0]]]
            last = found.end()
        return "".join((*spans, text[last:]))

    def expand(self, forms: Sequence[Form]) -> tuple[Expansion, ...]:
        """Returns up to ``MAX_EXPANSIONS`` query expansions: first with all matching rows at once, then with each."""
        matches = self._find_matches(forms)
        if not matches:
            return ()
        first = [(start, end, meant[0], in_long_queries) for start, end, meant, in_long_queries in matches]
        found = [_build_expansion(forms, first)] if len(matches) > 1 else []
        found += [
            _build_expansion(forms, [(start, end, one, in_long_queries)])
            for start, end, meant, in_long_queries in matches
            for one in meant
        ]
        return tuple(dict.fromkeys(found))[:MAX_EXPANSIONS]

    def _find_matches(self, forms: Sequence[Form]) -> list[tuple[int, int, tuple[Phrase, ...], bool]]:
        found, i = [], 0
        has_diacritics = any(exact != folded for exact, folded in forms)
        while i < len(forms):
            for phrase, meant, in_long_queries in self._by_first.get(forms[i][1], ()):
                if _phrase_matches(phrase, forms[i : i + len(phrase)], has_diacritics):
                    found.append((i, i + len(phrase), meant, in_long_queries))
                    i += len(phrase)
                    break
            else:
                i += 1
        return found


def _phrase_matches(phrase: Phrase, window: Sequence[Form], has_diacritics: bool) -> bool:
    """Returns whether the phrase matches the typed syllables: exactly where diacritics were typed, folded where none
    were. A single syllable must match exactly, because it is ambiguous without diacritics."""
    if len(window) != len(phrase) or any(one[1] != other[1] for one, other in zip(phrase, window, strict=True)):
        return False
    as_written = all(other[0] in spelling_variants(one[0]) for one, other in zip(phrase, window, strict=True))
    return as_written or (len(phrase) > 1 and not (has_diacritics and any(exact != folded for exact, folded in window)))


def _build_expansion(forms: Sequence[Form], matches: Sequence[tuple[int, int, Phrase, bool]]) -> Expansion:
    replaced = {i for start, end, _, _ in matches for i in range(start, end)}
    replacements = {start: phrase for start, _, phrase, _ in matches}
    parts = (replacements.get(i, () if i in replaced else (form,)) for i, form in enumerate(forms))
    return Expansion(
        tuple(form for part in parts for form in part),
        tuple(folded for i, (_, folded) in enumerate(forms) if i not in replaced),
        tuple(phrase for _, _, phrase, _ in matches),
        all(in_long_queries for _, _, _, in_long_queries in matches),
    )


@cache
def shipped_synonym_table() -> SynonymTable:
    return SynonymTable(shipped_synonyms())


def is_index_abbreviation(typed: str) -> bool:
    """Returns whether analysis expands the abbreviation in the index, so that no row can give it another meaning.

    >>> is_index_abbreviation("GD&ĐT"), is_index_abbreviation("CB")
    (True, False)
    """
    return fold_diacritics(collapse_whitespace(typed)).replace("&", "") in abbreviations()
