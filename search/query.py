"""What someone typed → what it asks for. Pure; any text gives a query, never an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from cms.core.text import one_line
from search.analysis import pairs, syllables
from search.keys import keys_in
from search.vocabulary import LONGEST_QUESTION_WORD, question_words, synonyms

MAX_LENGTH = 400  # characters; the rest of a longer query is not read
MAX_SYLLABLES = 64
MOST_SYNONYMS = 4
_INTERROGATIVE = re.compile(
    r"\b(?:gi|khong|nao|sao|o dau)$|\b(?:bao nhieu|bao lau|bao gio|the nao|khi nao|vi sao|tai sao|lam sao)\b"
)
_WITH_MARKS = re.compile(r"\b(?:gì|nào|mấy)\b")
_ASKS_MEANING = re.compile(
    r"\b(?:la gi|la ai|la the nao|la nhu the nao|dinh nghia|khai niem|duoc hieu|hieu nhu the nao|hieu la|nghia la"
    r"|thuat ngu|giai thich)\b"
)
_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True)
class Query:
    """``sequence`` the folded syllables as typed; ``syllables`` the distinct ones, in order; ``exact`` the distinct ones typed with marks; ``content`` the distinct
    syllables that say what is sought; ``phrases`` what stood in quotes, as folded pairs or one syllable."""

    text: str
    sequence: tuple[str, ...] = ()
    syllables: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()
    otherwise: tuple[tuple[str, ...], ...] = ()  # the whole question with a synonym put in, as folded syllables

    @property
    def is_empty(self) -> bool:
        return not self.syllables

    @cached_property
    def is_question(self) -> bool:
        """A sentence that asks, not a row of words.

        >>> [parse(text).is_question for text in ("Trường thu học phí thế nào", "thu học phí", "thu học phí?")]
        [True, False, True]
        """
        words = " ".join(self.sequence)
        return self.text.endswith("?") or bool(_INTERROGATIVE.search(words) or _WITH_MARKS.search(self.text.lower()))

    @cached_property
    def asks_meaning(self) -> bool:
        """
        >>> parse("Trẻ em là gì?").asks_meaning, parse("Trẻ em có quyền gì?").asks_meaning
        (True, False)
        """
        return bool(_ASKS_MEANING.search(" ".join(self.sequence)))


def _unique(items) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    found = []
    for quoted in _QUOTED.findall(text):
        forms = syllables(quoted)[:MAX_SYLLABLES]
        folded = [f for _, f in forms]
        if len(folded) == 1:
            found.append((forms[0][0],))  # a lone word in quotes is meant with its marks
        elif folded:
            found.append(_unique(pairs(folded)))
    return tuple(found)


def _content(forms: list[tuple[str, str]]) -> list[str]:
    """Folded syllables outside words that only ask ("có … không", "như thế nào")."""
    with_marks = any(e != f for e, f in forms)
    asked = [e if with_marks else f for e, f in forms]
    words = question_words(folded=not with_marks)
    kept, i = [], 0
    while i < len(asked):
        for length in range(LONGEST_QUESTION_WORD, 0, -1):
            if tuple(asked[i : i + length]) in words:
                i += length
                break
        else:
            kept.append(forms[i][1])
            i += 1
    return kept


def _otherwise(folded: list[str]) -> tuple[tuple[str, ...], ...]:
    """
    >>> _otherwise(["bat", "nat", "o", "truong"])
    (('bao', 'luc', 'hoc', 'duong', 'o', 'truong'),)
    """
    found = []
    for phrase, other in synonyms():
        for i in range(len(folded) - len(phrase) + 1):
            if tuple(folded[i : i + len(phrase)]) == phrase:
                found.append((*folded[:i], *other, *folded[i + len(phrase) :]))
                break
    return tuple(found[:MOST_SYNONYMS])


def parse(raw: str) -> Query:
    """
    >>> parse("Luật  trẻ em").syllables
    ('luat', 'tre', 'em')
    >>> parse('"ma túy" học đường').phrases
    (('ma_tuy',),)
    """
    text = one_line((raw or "")[: MAX_LENGTH * 4])[:MAX_LENGTH]
    forms = syllables(text)[:MAX_SYLLABLES]
    folded = [f for _, f in forms]
    content = _content(forms) or folded
    return Query(
        text=text,
        sequence=tuple(folded),
        syllables=_unique(folded),
        pairs=_unique(pairs(folded)),
        exact=_unique(e for e, f in forms if e != f),
        content=_unique(content),
        phrases=_phrases(text),
        keys=keys_in(text) if folded else (),
        otherwise=_otherwise(folded),
    )
