"""Words that name a document ("Nghị định số 15/2020/NĐ-CP"): which number they say, and whether a document may be
meant."""

from __future__ import annotations

from typing import Any

from cms.legal.parsing.citation_finder import Citation, find_citations
from cms.legal.parsing.numbers import parse_number


def find_citation(words: str) -> Citation | None:
    """The one document that the words name; None where they name none or several."""
    found = {(citation.type, citation.number or citation.name): citation for citation in find_citations(words)}
    return next(iter(found.values())) if len(found) == 1 else None


def document_key(words: str) -> str:
    """Key of the number in the words ("Nghị định số 15/2020/NĐ-CP" → "15-2020-nd-cp"); empty for laws by name."""
    words = words.strip()
    citation = find_citation(words) if words else None
    if citation is None:
        number = parse_number(words)
        return number.key[:120] if number.has_number else ""
    return parse_number(citation.number).key[:120] if citation.number else ""


def may_mean(key: str, document: Any) -> bool:
    """Words without a number may mean any document."""
    return not key or document.number_key == key or document.number_key.startswith(f"{key}-")
