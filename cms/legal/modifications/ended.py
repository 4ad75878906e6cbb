"""Finds documents of the library that another one, in force, ends without uncertainty. For all of them at once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cms.legal.modifications.effective_dates import document_effective_day
from cms.legal.modifications.parser import read_modifications
from cms.legal.modifications.records import ENDS, REPLACES, Document, Proposal, Target
from cms.legal.parsing.numbers import parse_number


@dataclass(frozen=True, slots=True)
class EndedDocument:
    """The document ``ended`` is ended by the document ``by``; both are the keys that were given."""

    ended: str
    by: str
    proposal: Proposal


def find_plainly_ended(documents: Mapping[str, Document], day: datetime.date) -> list[EndedDocument]:
    """Returns what is over on ``day`` because a document in force states so without uncertainty. A document with two
    entries is listed for each of them; a target that may be two different documents is left out."""
    by_number: dict[str, list[str]] = defaultdict(list)
    for key, document in documents.items():
        by_number[parse_number(document.number).identity].append(key)
    return [
        EndedDocument(key, by, proposal)
        for by, document in documents.items()
        for proposal in _endings(document, day)
        for key in _held(proposal.target, by_number, documents)
        if key != by and not _later(documents[key], document)
    ]


def _endings(document: Document, day: datetime.date) -> Iterator[Proposal]:
    begun = document_effective_day(document)
    if begun is None or begun > day:
        return
    for proposal in read_modifications(document):
        if proposal.sure and proposal.kind in (ENDS, REPLACES) and proposal.day and proposal.day <= day:
            yield proposal


def _held(target: Target, by_number: Mapping[str, list[str]], documents: Mapping[str, Document]) -> list[str]:
    number = parse_number(target.number or "")
    keys = by_number.get(number.identity, [])
    if not number.names_type:  # a law and a resolution share numbers
        keys = [key for key in keys if _kind(documents[key].type) == _kind(target.type or "")]
    if number.year is None:  # the number restarts every year
        keys = [key for key in keys if (issued := documents[key].issued_on) and issued.isoformat() == target.issued]
    return keys


def _kind(type_name: str) -> str:
    return type_name.replace("Bộ luật", "Luật").casefold()


def _later(ended: Document, by: Document) -> bool:
    """No document ends a younger one: the number was misread, or belongs to another year."""
    first, last = parse_number(ended.number).year, parse_number(by.number).year
    return bool(first and last and first > last)
