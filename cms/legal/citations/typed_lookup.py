"""Resolves what a user types to find a document of the library: "tt 32/2018", "luat tre em", "Luật Trẻ em 2016", "điều
6 luật trẻ em". Numbers and words are looked up in the table (``cms.legal.documents.library``); a citation finds the
document that it cites.
"""

from __future__ import annotations

from django.db.models import Q

from cms.legal.citations.resolve import resolve_citations
from cms.legal.documents import library
from cms.legal.models import LegalDocument
from cms.legal.parsing.citation_finder import find_citations

#: A longer text is not a search for one document.
_LONGEST = 200


def find_cited_ids(text: str) -> list[int]:
    """Returns the public documents that ``text`` cites; all candidates where it is ambiguous."""
    citations = find_citations(text[:_LONGEST], typed=True)
    found: dict[int, None] = {}
    for resolution in resolve_citations(citations):
        documents = (resolution.document,) if resolution.document else resolution.candidates
        found |= dict.fromkeys(document.pk for document in documents)
    return list(found)


def typed_condition(text: str) -> Q:
    """Returns the condition: number in any spelling, or all words in number, type, title or summary, or a citation."""
    meant = find_cited_ids(text)
    condition = library.words_match(text)
    return condition | Q(pk__in=meant) if meant else condition


def find_documents(text: str) -> list[LegalDocument]:
    """Returns public documents that a number in any spelling, or a law's name as in an address ("luat-tre-em-2016"),
    may mean: none, one, or several to choose from."""
    if found := library.find_by_number(text):
        return found
    meant = find_cited_ids(text if "/" in text else text.replace("-", " "))
    return list(library.public_documents().filter(pk__in=meant)[: library.MAX_CHOICES])
