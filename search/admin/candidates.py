"""Candidates for synonym rows: words of queries that the library does not have."""

from __future__ import annotations

from collections.abc import Mapping

from search.backends.database import dialect_tables
from search.query_planning.query import parse_query
from search.query_planning.synonyms import MAX_PHRASE_LENGTH
from search.results_page.active_synonyms import active_synonyms


def question_terms(question: str) -> tuple[str, ...]:
    query = parse_query(question, active_synonyms())
    return (*query.content, *query.pairs)


def find_missing_words(question: str, known: Mapping[str, int]) -> str:
    """Returns the longest run of words of the query that no text has side by side, as typed; "" if a synonym row covers
    it already or the library has all of it. ``known``: term → number of entries.

    >>> find_missing_words("phí vệ sĩ trường", {"phi": 4, "ve": 3, "si": 1, "truong": 9, "si_truong": 1})
    'phí vệ sĩ'
    """
    query = parse_query(question, active_synonyms())
    if query.expansions:
        return ""
    typed = question.split()
    if len(typed) != len(query.sequence):  # signs, numbers, expanded spellings
        typed = list(query.sequence)
    runs: list[list[int]] = []
    content = set(query.content)
    for i in range(len(query.sequence) - 1):
        one, other = query.sequence[i : i + 2]
        if not content.isdisjoint((one, other)) and not known.get(f"{one}_{other}"):
            if runs and runs[-1][-1] == i:
                runs[-1].append(i + 1)
            else:
                runs.append([i, i + 1])
    runs += [[i] for i, word in enumerate(query.sequence) if word in content and not known.get(word)]
    best = max(runs, key=len, default=[])
    return " ".join(typed[i] for i in best[:MAX_PHRASE_LENGTH])


def find_candidates(questions: list[str]) -> dict[str, str]:
    """Returns query → its words that need a synonym row; one index look-up for all."""
    known = dialect_tables().frequencies({term for question in questions for term in question_terms(question)})
    return {question: find_missing_words(question, known) for question in questions}
