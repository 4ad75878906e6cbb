"""How people write and what the law says: rows of words, and what they make of a question. Pure.

A row is one way to type something and what it means ("đuổi học" → "buộc thôi học"). Rows ship in ``data/words.csv``;
those of the office stand over them (``search.results_page.active_synonyms``). A row never replaces what was typed, but
for the spellings of chats ("ko" → "không"), which no text means: it adds other ways to be a result.
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
    """``meant``: what it may mean, the likelier first. A ``SYNONYM`` holds both ways."""

    kind: str
    typed: str
    meant: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Expansion:
    """The question in other words: ``sequence`` all of it in its order, ``kept`` what is left of what was typed,
    ``brought`` the phrases of rows. ``everywhere``: long questions are helped by it too; plain synonyms cost them more
    than they bring."""

    sequence: Phrase
    kept: tuple[str, ...]  # folded
    brought: tuple[Phrase, ...]
    everywhere: bool

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(folded for _, folded in self.sequence)

    @property
    def terms(self) -> tuple[str, ...]:
        """What an entry has of the phrases that are brought: each of them together and in its spelling."""
        return tuple(dict.fromkeys(term for phrase in self.brought for term in _terms(phrase)))

    @property
    def pairs(self) -> tuple[str, ...]:
        """Of each phrase the pairs, or its one syllable."""
        found = (bigrams([f for _, f in phrase]) or [phrase[0][1]] for phrase in self.brought)
        return tuple(dict.fromkeys(term for terms in found for term in terms))


def _terms(phrase: Phrase) -> list[str]:
    folded = [f for _, f in phrase]
    return [*(bigrams(folded) or folded), *(exact for exact, plain in phrase if exact != plain)]


def clean_phrase(kind: str, text: str) -> str:
    """A phrase as rows hold it: abbreviations in capitals, everything else in small letters.

    >>> clean_phrase(LAW, "  Đuổi   HỌC "), clean_phrase(ABBREVIATION, "hk1")
    ('đuổi học', 'HK1')
    """
    line = collapse_whitespace(text)
    return line.upper() if kind == ABBREVIATION else line.lower()


def synonym_key(typed: str) -> str:
    """What two rows for the same words have in common: letters and their marks."""
    return " ".join(exact for exact, _ in syllables(typed)) or collapse_whitespace(typed).lower()


def split_meanings(text: str) -> tuple[str, ...]:
    """
    >>> split_meanings("học phí | khoản thu|")
    ('học phí', 'khoản thu')
    """
    return tuple(dict.fromkeys(phrase for part in text.split("|") if (phrase := collapse_whitespace(part))))


@cache
def shipped_synonyms() -> tuple[Synonym, ...]:
    """The reviewed rows of ``data/words.csv``."""
    with (DATA / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Synonym(row["kind"], row["typed"], split_meanings(row["meant"]), row["note"]) for row in rows)


@cache
def index_abbreviations() -> tuple[Synonym, ...]:
    """The abbreviations that are written out in texts and questions alike (``data/abbreviations.csv``); a change of
    these needs a rebuilt index."""
    with (DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Synonym(ABBREVIATION, row["abbreviation"], (row["words"],), row["note"]) for row in rows)


def merge_synonyms(
    rows: Iterable[Synonym], over: Iterable[Synonym], without: Iterable[str] = ()
) -> tuple[Synonym, ...]:
    """``rows`` with those of ``over`` in the place of the same words, and none of ``without`` (keys)."""
    found = {synonym_key(row.typed): row for row in rows} | {synonym_key(row.typed): row for row in over}
    gone = set(without)
    return tuple(row for key, row in found.items() if key not in gone)


class SynonymTable:
    """Rows ready to be looked up."""

    def __init__(self, rows: Iterable[Synonym]):
        self.rows = tuple(rows)

    @cached_property
    def _chat(self) -> tuple[dict[str, str], re.Pattern[str]]:
        known = {normalize_nfc(row.typed).lower(): row.meant[0] for row in self.rows if row.kind == CHAT and row.meant}
        longest_first = sorted(known, key=len, reverse=True)
        return known, re.compile(rf"(?<![\w/&.-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?![\w/&-])")

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[Phrase, tuple[Phrase, ...], bool]]]:
        """First folded syllable → (phrase, what it may mean, whether long questions are helped), the longest first."""
        found = defaultdict(list)
        for row in self.rows:
            if row.kind == CHAT:
                continue
            typed = tuple(syllables(row.typed))
            meant = tuple(phrase for text in row.meant if (phrase := tuple(syllables(text))))
            both = [(typed, meant)] if row.kind != SYNONYM else [(typed, meant), *((one, (typed,)) for one in meant)]
            for phrase, others in both:
                if phrase and others:
                    found[phrase[0][1]].append((phrase, others, row.kind != SYNONYM))
        return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in found.items()}

    def written_out(self, text: str) -> str:
        """Spellings of chats written out, in a question of more than one word and outside quotes.

        >>> SynonymTable((Synonym(CHAT, "ko", ("không",)), Synonym(CHAT, "dc", ("được",)))).written_out("nghỉ học dc
        ko") 'nghỉ học được không'
        """
        known, pattern = self._chat
        if not known or len(text.split()) < 2:
            return text
        small = text.lower()
        if len(small) != len(text) or any(sign in text for sign in '"“”„«»'):
            return text
        spans, last = [], 0
        for found in pattern.finditer(small):
            spans += [text[last : found.start()], known[found[0]]]
            last = found.end()
        return "".join((*spans, text[last:]))

    def ways(self, forms: Sequence[Form]) -> tuple[Expansion, ...]:
        """The question in the words of the rows that stand in it: all of them at once, then each by itself."""
        spots = self._spots(forms)
        if not spots:
            return ()
        first = [(start, end, meant[0], everywhere) for start, end, meant, everywhere in spots]
        found = [_build_expansion(forms, first)] if len(spots) > 1 else []
        found += [
            _build_expansion(forms, [(start, end, one, far)]) for start, end, meant, far in spots for one in meant
        ]
        return tuple(dict.fromkeys(found))[:MAX_EXPANSIONS]

    def _spots(self, forms: Sequence[Form]) -> list[tuple[int, int, tuple[Phrase, ...], bool]]:
        found, i = [], 0
        marked = any(exact != folded for exact, folded in forms)
        while i < len(forms):
            for phrase, meant, everywhere in self._by_first.get(forms[i][1], ()):
                if _phrase_matches(phrase, forms[i : i + len(phrase)], marked):
                    found.append((i, i + len(phrase), meant, everywhere))
                    i += len(phrase)
                    break
            else:
                i += 1
        return found


def _phrase_matches(phrase: Phrase, window: Sequence[Form], marked: bool) -> bool:
    """Whether the phrase is what was typed: letter by letter where marks were typed, folded where none were. One
    syllable alone is too little to be guessed without its marks."""
    if len(window) != len(phrase) or any(one[1] != other[1] for one, other in zip(phrase, window, strict=True)):
        return False
    as_written = all(other[0] in spelling_variants(one[0]) for one, other in zip(phrase, window, strict=True))
    return as_written or (len(phrase) > 1 and not (marked and any(exact != folded for exact, folded in window)))


def _build_expansion(forms: Sequence[Form], chosen: Sequence[tuple[int, int, Phrase, bool]]) -> Expansion:
    taken = {i for start, end, _, _ in chosen for i in range(start, end)}
    begins = {start: phrase for start, _, phrase, _ in chosen}
    parts = (begins.get(i, () if i in taken else (form,)) for i, form in enumerate(forms))
    return Expansion(
        tuple(form for part in parts for form in part),
        tuple(folded for i, (_, folded) in enumerate(forms) if i not in taken),
        tuple(phrase for _, _, phrase, _ in chosen),
        all(everywhere for _, _, _, everywhere in chosen),
    )


@cache
def shipped_synonym_table() -> SynonymTable:
    return SynonymTable(shipped_synonyms())


def is_index_abbreviation(typed: str) -> bool:
    """Whether the abbreviation is written out in the index, so that no row can give it another meaning.

    >>> is_index_abbreviation("GD&ĐT"), is_index_abbreviation("CB")
    (True, False)
    """
    return fold_diacritics(collapse_whitespace(typed)).replace("&", "") in abbreviations()
