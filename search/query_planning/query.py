"""Query parsing: turns typed text into a ``Query``. Pure; any text gives a query, never an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cms.core.text import collapse_whitespace
from search.query_planning.analysis import bigrams, syllables
from search.query_planning.compounds import strong_readings
from search.query_planning.known_item import find_keys
from search.query_planning.question_cleaning import Sentence, split_sentences
from search.query_planning.synonyms import Expansion, SynonymTable, shipped_synonym_table
from search.query_planning.vocabulary import LONGEST_QUESTION_WORD, question_words

MAX_LENGTH = 800  # characters; the rest of a longer query is not read
MAX_SYLLABLES = 64
LONGEST_ROW = 8  # syllables of a keyword query in which question words are checked against compounds
_ASKS_MEANING = re.compile(
    r"\b(?:la gi|la ai|la the nao|la nhu the nao|dinh nghia|khai niem|duoc hieu|hieu nhu the nao|hieu la|nghia la"
    r"|thuat ngu|giai thich)\b"
)
_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True)
class Query:
    """A parsed query. ``sequence``: folded syllables as typed; ``syllables``: the distinct ones, in order; ``exact``:
    the distinct ones typed with diacritics; ``content``: the distinct content syllables; ``phrases``: quoted text, as
    folded pairs or one syllable."""

    text: str
    sequence: tuple[str, ...] = ()
    syllables: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()
    is_question: bool = False  # a question, not keywords
    words: tuple[tuple[str, str], ...] = ()  # (as typed, folded), in order, as in ``sequence``
    marked: bool = False  # typed with diacritics
    aside: frozenset[str] = frozenset()  # terms that occur only in sentences beside the question
    otherwise: tuple[Expansion, ...] = ()  # query expansions (``search.query_planning.synonyms``)

    @property
    def is_empty(self) -> bool:
        return not self.syllables

    @cached_property
    def asks_meaning(self) -> bool:
        """Returns whether the query asks for a definition.

        >>> parse_query("Trẻ em là gì?").asks_meaning, parse_query("Trẻ em có quyền gì?").asks_meaning
        (True, False)
        """
        return bool(_ASKS_MEANING.search(" ".join(self.sequence)))


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for quoted in _QUOTED.findall(text):
        forms = syllables(quoted)[:MAX_SYLLABLES]
        folded = [f for _, f in forms]
        if len(folded) == 1:
            found.append((forms[0][0],))  # a single quoted word must match with its diacritics
        elif folded:
            found.append(_unique(bigrams(folded)))
    return tuple(found)


def _content_syllables(forms: list[tuple[str, str]]) -> list[str]:
    """Returns the folded syllables outside question words ("có … không", "như thế nào"). In text without diacritics a
    syllable of a compound is not a question word ("thuoc la"), nor is one of only two syllables ("cho dai")."""
    with_marks = any(e != f for e, f in forms)
    if len(forms) == 2 and not with_marks:
        return [f for _, f in forms]
    asked = [e if with_marks else f for e, f in forms]
    words = question_words(folded=not with_marks)
    told = set() if with_marks or len(forms) > LONGEST_ROW else _in_compounds([f for _, f in forms])
    kept, i = [], 0
    while i < len(asked):
        for length in range(LONGEST_QUESTION_WORD, 0, -1):
            if tuple(asked[i : i + length]) in words and told.isdisjoint(range(i, i + length)):
                i += length
                break
        else:
            kept.append(forms[i][1])
            i += 1
    return kept


def _in_compounds(folded: list[str]) -> set[int]:
    return {at + side for at, pair in enumerate(bigrams(folded)) if strong_readings(pair) for side in (0, 1)}


def _terms(forms: list[tuple[str, str]]) -> set[str]:
    folded = [f for _, f in forms]
    return {*folded, *bigrams(folded), *(e for e, _ in forms)}


def _split_sentences(text: str) -> list[tuple[Sentence, bool]]:
    """Returns (sentence, whether it is a question) in text order, within ``MAX_SYLLABLES``: questions have priority,
    then the sentences nearest to the first question. If there is no question, every sentence counts as one."""
    if _QUOTED.search(text):
        return [(Sentence(text), True)]
    found = split_sentences(text)
    asking = [s.ends_asking for s in found]
    if not any(asking):
        asking = [s.asks for s in found]
    if not any(asking):
        asking = [True] * len(found)
    first = asking.index(True)
    left = MAX_SYLLABLES
    kept: list[int] = []
    for i in sorted(range(len(found)), key=lambda i: (not asking[i], abs(i - first), i)):
        length = len(syllables(found[i].text))
        if kept and length > left:
            break
        kept.append(i)
        left -= length
    return [(found[i], asking[i]) for i in sorted(kept)]


def parse_query(raw: str, words: SynonymTable | None = None) -> Query:
    """Returns the parsed query. ``words``: the synonym rows in use; by default the shipped ones.

    >>> parse_query("Luật  trẻ em").syllables
    ('luat', 'tre', 'em')
    >>> parse_query('"ma túy" học đường').phrases
    (('ma_tuy',),)
    """
    text = collapse_whitespace((raw or "")[: MAX_LENGTH * 4])[:MAX_LENGTH]
    words = words or shipped_synonym_table()
    told = _split_sentences(words.written_out(text))
    parts = [syllables(sentence.text)[:MAX_SYLLABLES] for sentence, _ in told]
    main = {term for (_, asks), part in zip(told, parts, strict=True) if asks for term in _terms(part)}
    forms = [form for part in parts for form in part]
    folded = [f for _, f in forms]
    content = [word for part in parts for word in _content_syllables(part)] or folded
    return Query(
        text=text,
        sequence=tuple(folded),
        syllables=_unique(folded),
        pairs=_unique(pair for part in parts for pair in bigrams([f for _, f in part])),
        exact=_unique(e for e, f in forms if e != f),
        words=tuple(forms),
        marked=any(not letter.isascii() and letter.isalpha() for letter in text),
        content=_unique(content),
        phrases=_phrases(text),
        keys=find_keys(" ".join(sentence.text for sentence, _ in told)) if folded else (),
        is_question=Sentence(text).asks or any(sentence.asks for sentence, _ in told),
        aside=frozenset(term for part in parts for term in _terms(part)) - main,
        otherwise=words.ways(forms),
    )
