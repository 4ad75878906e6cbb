"""Finds documents of the library that may be duplicates ("nghi trùng"). ``find_suspects`` is pure."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from django.conf import settings

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.legal.models import LegalDocument
from cms.legal.models.duplicates import DistinctDocuments
from cms.legal.parsing.numbers import NO_NUMBER, parse_number

NUMBER, TITLE = "number", "title"
#: Shorter titles ("Quyết định") are shared by many.
SHORTEST_TITLE = 25
#: Larger groups come from bad data, not from duplicates: a list of all their pairs is useless.
LARGEST_GROUP = 12


class ComparedDocument(NamedTuple):
    pk: int
    number_key: str
    has_number: bool
    title: str
    issued_on: datetime.date | None
    doc_type_id: int | None
    number_norm: str = ""


class SuspectedDuplicate(NamedTuple):
    """``first`` < ``second``, primary keys. ``why``: NUMBER or TITLE."""

    first: int
    second: int
    why: str


def _may_be_one(a: ComparedDocument, b: ComparedDocument) -> bool:
    """The same number, and no difference in what both state. The issuer may be spelt in two ways, so it is not
    compared. One document may have two types ("Bộ luật", "Luật"): on the same day, or where the number itself names the
    type. Laws and resolutions of the National Assembly share one numbering, so the number alone is not enough."""
    if a.issued_on is not None and b.issued_on is not None and a.issued_on != b.issued_on:
        return False
    if a.doc_type_id is None or b.doc_type_id is None or a.doc_type_id == b.doc_type_id:
        return True
    return (a.issued_on is not None and a.issued_on == b.issued_on) or parse_number(a.number_norm).names_type


def find_suspects(rows: Iterable[ComparedDocument]) -> list[SuspectedDuplicate]:
    """Returns pairs in the order of the documents; each pair once, by its number rather than its title."""
    by_number, by_title = defaultdict(list), defaultdict(list)
    for row in rows:
        if row.has_number:
            by_number[row.number_key].append(row)
        words = fold_diacritics(collapse_whitespace(row.title))
        if row.issued_on and len(words) >= SHORTEST_TITLE:
            by_title[words, row.issued_on].append(row)
    found: dict[tuple[int, int], str] = {}
    for why, groups in ((TITLE, by_title), (NUMBER, by_number)):
        for group in groups.values():
            if not 1 < len(group) <= LARGEST_GROUP:
                continue
            for a, b in combinations(sorted(group), 2):
                if why == TITLE or _may_be_one(a, b):
                    found[a.pk, b.pk] = why
    return [SuspectedDuplicate(first, second, why) for (first, second), why in sorted(found.items())]


def open_suspicions() -> list[SuspectedDuplicate]:
    """Returns the pairs of all originals, without those that a person has found distinct. Two queries."""
    names = ("pk", "number_key", "number_norm", "title", "issued_on", "doc_type_id")
    documents = LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE).values_list(*names)
    rows = (
        ComparedDocument(pk, key, norm not in ("", NO_NUMBER), title, day, kind, norm)
        for pk, key, norm, title, day, kind in documents.iterator(chunk_size=2000)
    )
    apart = set(DistinctDocuments.objects.values_list("first_id", "second_id"))
    return [one for one in find_suspects(rows) if (one.first, one.second) not in apart]
