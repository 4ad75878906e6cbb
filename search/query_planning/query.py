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
    has_diacritics: bool = False  # typed with diacritics
    side_terms: frozenset[str] = frozenset()  # terms that occur only in sentences beside the question
    expansions: tuple[Expansion, ...] = ()  # query expansions (``search.query_planning.synonyms``)

    @property
    def is_empty(self) -> bool:
        return not self.syllables

    @cached_property
    def asks_definition(self) -> bool:
        """Returns whether the query asks for a definition.

        >>> parse_query("Trẻ em là gì?").asks_definition, parse_query("Trẻ em có quyền gì?").asks_definition
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
    has_diacritics = any(e != f for e, f in forms)
    if len(forms) == 2 and not has_diacritics:
        return [f for _, f in forms]
    spellings = [e if has_diacritics else f for e, f in forms]
    words = question_words(folded=not has_diacritics)
    compound_positions = set() if has_diacritics or len(forms) > LONGEST_ROW else _in_compounds([f for _, f in forms])
    content, i = [], 0
    while i < len(spellings):
        for length in range(LONGEST_QUESTION_WORD, 0, -1):
            if tuple(spellings[i : i + length]) in words and compound_positions.isdisjoint(range(i, i + length)):
                i += length
                break
        else:
            content.append(forms[i][1])
            i += 1
    return content


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
    is_question = [s.ends_asking for s in found]
    if not any(is_question):
        is_question = [s.asks for s in found]
    if not any(is_question):
        is_question = [True] * len(found)
    first = is_question.index(True)
    left = MAX_SYLLABLES
    selected: list[int] = []
    for i in sorted(range(len(found)), key=lambda i: (not is_question[i], abs(i - first), i)):
        length = len(syllables(found[i].text))
        if selected and length > left:
            break
        selected.append(i)
        left -= length
    return [(found[i], is_question[i]) for i in sorted(selected)]


def parse_query(raw: str, words: SynonymTable | None = None) -> Query:
    """Returns the parsed query. ``words``: the synonym rows in use; by default the shipped ones.

    >>> parse_query("Luật  trẻ em").syllables
    ('luat', 'tre', 'em')
    >>> parse_query('"ma túy" học đường').phrases
    (('ma_tuy',),)
    """
    text = collapse_whitespace((raw or "")[: MAX_LENGTH * 4])[:MAX_LENGTH]
    words = words or shipped_synonym_table()
    sentences = _split_sentences(words.written_out(text))
    parts = [syllables(sentence.text)[:MAX_SYLLABLES] for sentence, _ in sentences]
    main = {
        term for (_, is_question), part in zip(sentences, parts, strict=True) if is_question for term in _terms(part)
    }
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
        has_diacritics=any(not letter.isascii() and letter.isalpha() for letter in text),
        content=_unique(content),
        phrases=_phrases(text),
        keys=find_keys(" ".join(sentence.text for sentence, _ in sentences)) if folded else (),
        is_question=Sentence(text).asks or any(sentence.asks for sentence, _ in sentences),
        side_terms=frozenset(term for part in parts for term in _terms(part)) - main,
        expansions=words.expand(forms),
    )
