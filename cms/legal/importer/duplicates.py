"""Which document of a file a row repeats, found by what both state and not by looking at each. Pure: no database."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from cms.core.text import fold_diacritics
from cms.legal.importer.records import DocumentRecord, RowError, same_document

#: A row that does not tell year, issuer or type is compared with each document of its number; more of them are refused.
MAX_OF_NUMBER = 50


class DuplicateIndex:
    """Places of documents, in the order in which they were added."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = {}  # identity → of all documents with that number
        self._records: list[DocumentRecord] = []
        self._keys: list[tuple] = []
        self._by_facts: dict[tuple, dict[int, None]] = {}

    def add(self, record: DocumentRecord) -> None:
        place = len(self._records)
        self._places.setdefault(record.number.identity, []).append(place)
        self._records.append(record)
        self._keys.append(_key(record))
        self._by_facts.setdefault(self._keys[place], {})[place] = None

    def change(self, place: int, record: DocumentRecord) -> None:
        """A row has filled gaps of a document."""
        key = _key(record)
        self._records[place] = record
        if key != self._keys[place]:
            del self._by_facts[self._keys[place]][place]
            self._by_facts.setdefault(key, {})[place] = None
            self._keys[place] = key

    def of_number(self, record: DocumentRecord) -> Sequence[int]:
        found = self._places.get(record.number.identity, ())
        if len(found) > MAX_OF_NUMBER:
            raise _repeated()
        return found

    def find(self, record: DocumentRecord) -> int | None:
        """The first document that the row repeats."""
        if not record.number.has_number:
            return next(iter(self._by_facts.get(_key(record), ())), None) if record.completeness == 5 else None
        places = self._places.get(record.number.identity, ())
        if len(places) > MAX_OF_NUMBER:
            places = sorted(self._alike(record))
        mine = (place for place in places if self._records[place].source == record.source)  # two sources stay two
        return next((place for place in mine if same_document(self._records[place], record)), None)

    def _alike(self, record: DocumentRecord) -> Iterator[int]:
        """Those that state the same or nothing, of a number that many have."""
        identity, *facts = _key(record)
        kind_told, day_told = record.type_name or record.number.names_type, record.issued_on or record.number.year
        if not (record.year and record.issuers and record.title and kind_told and day_told):
            raise _repeated()
        choices = [(fact, type(fact)()) if fact else (fact,) for fact in facts[:4]]
        for chosen in itertools.product(
            *choices, {fold_diacritics(record.title), ""}
        ):  # the title of those without a year
            yield from self._by_facts.get((identity, *chosen), ())


def _key(record: DocumentRecord) -> tuple[Any, ...]:
    """What ``same_document`` compares; of documents without number, all that identifies them. Hashable whatever the
    sources and texts of an export hold."""
    if not record.number.has_number:
        return (
            record.number.identity,
            *(record.type_name, record.title, record.issuers, record.source, record.vbpl_id, record.source_url),
            *(record.issued_on, record.effective_from, record.effective_to),
        )
    dated = record.number.year is not None
    return (
        record.number.identity,
        record.year or 0,
        tuple(sorted(record.issuers)),
        record.number.kind(record.type_name),
        "" if dated or not record.issued_on else record.issued_on.isoformat(),
        fold_diacritics(record.title) if not record.year else "",
    )


def _repeated() -> RowError:
    return RowError("number_repeated", limit=str(MAX_OF_NUMBER))
