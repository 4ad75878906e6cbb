"""Selects the clause of an article that answers a query ("Điều 5, khoản 2"), from the text of a shown hit. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from cms.core.text import normalize_nfc
from cms.legal.parsing.texts.fulltext import paragraphs
from search.query_planning.analysis import WORD, folded_forms
from search.query_planning.query import Query

_ASKED = re.compile(r"\bkhoan (\d{1,3}[a-z]?)\b")
SCANNED = 30_000  # characters of an article that are scanned


@dataclass(frozen=True)
class Clause:
    """A clause: ``anchor`` of the document's page ("dieu-5-khoan-2"), ``label`` "khoản 2", ``text`` with its points."""

    anchor: str
    label: str
    text: str


def split_clauses(text: str, anchor: str) -> list[Clause]:
    """Returns the clauses that have an anchor; following lines belong to the clause before them.

    >>> [clause.anchor for clause in split_clauses("1. Một.\\n2. Hai:\\na) A;", "dieu-5")]
    ['dieu-5-khoan-1', 'dieu-5-khoan-2']
    """
    found: list[tuple[str, str, list[str]]] = []
    for part in paragraphs(text[:SCANNED], anchor):
        if part.kind == "clause" and part.anchor:
            found.append((part.anchor, part.label[:1].lower() + part.label[1:], [part.text]))
        elif found:
            found[-1][2].append(part.text)
    return [Clause(at, label, "\n".join(lines)) for at, label, lines in found]


def _clause_scores(found: list[Clause], query: Query) -> list[float]:
    """Returns the score of each clause: each matching pair of the query counts 1, each content word half."""
    content = set(query.content)
    content_pairs = {tuple(pair.split("_")) for pair in query.pairs if not content.isdisjoint(pair.split("_"))}
    scores = []
    for clause in found:
        folded = [f for word in WORD.findall(normalize_nfc(clause.text)) for f in folded_forms(word)]
        scores.append(len(content_pairs.intersection(pairwise(folded))) + len(content.intersection(folded)) / 2)
    return scores


def best_clause(text: str, anchor: str, query: Query) -> Clause | None:
    """Returns the clause that the query names, or the one that matches clearly more of it than any other; None if the
    article has no clauses or no clause stands out."""
    found = split_clauses(text, anchor)
    if match := _ASKED.search(" ".join(query.sequence)):
        anchor_of_clause = f"{anchor}-khoan-{match[1]}"
        if clause := next((clause for clause in found if clause.anchor == anchor_of_clause), None):
            return clause
    if len(found) < 2 or any("#" in key for key in query.keys):  # known-item look-up of a whole article
        return None
    scored = sorted(((score, -i) for i, score in enumerate(_clause_scores(found, query))), reverse=True)
    (best, at), (second, _) = scored[:2]
    threshold = min(1.5, len(query.content) / 2)
    return found[-at] if best >= threshold and best > second else None
