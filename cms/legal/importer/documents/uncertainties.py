"""What of a single document's number and day a person has to look at before it may be public. Pure.

>>> values = {"number": "30/2020/NĐ-CP", "issued": "2021-03-05", "type": "Nghị định"}
>>> found = find_uncertainties(values, {}, [], date(2026, 1, 1))
>>> [doubt.code for doubt in found]
['number_year']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cms.core.text import fold_diacritics
from cms.legal.importer.documents.front_matter import HEAD, find_days, find_numbers
from cms.legal.parsing.numbers import NO_NUMBER, DocumentNumber, parse_number

#: The first group of a number, for the types that people confuse; others say nothing of the type.
_GROUPS = {
    "NĐ": "nghi dinh", "QĐ": "quyet dinh", "TT": "thong tu", "CT": "chi thi", "NQ": "nghi quyet", "KH": "ke hoach",
    "TB": "thong bao", "TTLT": "thong tu lien tich", "NQLT": "nghi quyet lien tich", "VBHN": "van ban hop nhat",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """``field`` is the value of the row that it is about ("number", "issued"); ``values`` fill the sentence."""

    field: str
    code: str
    values: tuple[tuple[str, str], ...] = ()


def find_uncertainties(
    values: Mapping[str, str], read: Mapping[str, str], lines: Sequence[str], today: date
) -> list[Uncertainty]:
    """Of ``values``, which a person may have changed; what the file itself leaves open (``read`` of its ``lines``) is
    asked only of a value that was taken as it was read."""
    number = parse_number(values.get("number", ""))
    head = lines[:HEAD]
    found = [*_of_number(number, values), *_of_day(values, number, today)]
    if values.get("number") and values.get("number") == read.get("number"):
        others = [other for other in find_numbers(head) if parse_number(other).identity != number.identity]
        found += [Uncertainty("number", "number_several", (("other", other[:60]),)) for other in others[:1]]
    if values.get("issued") and values.get("issued") == read.get("issued"):
        days = [day for day in find_days(lines) if day != values["issued"]]
        found += [Uncertainty("issued", "day_several", (("other", day),)) for day in days[:1]]
    return found


def _of_number(number: DocumentNumber, values: Mapping[str, str]) -> Iterator[Uncertainty]:
    if not values.get("number"):
        yield Uncertainty("number", "number_missing")
        return
    strange = not number.symbol or re.search(r"[^\w/.&+-]", number.norm)
    if number.norm != NO_NUMBER and (strange or not number.has_number):
        yield Uncertainty("number", "number_form")
    said = _GROUPS.get(number.groups[0].upper(), "") if number.groups else ""
    kind = values.get("type", "")
    if said and kind and said != fold_diacritics(kind):
        yield Uncertainty("number", "number_type", (("type", kind),))


def _of_day(values: Mapping[str, str], number: DocumentNumber, today: date) -> Iterator[Uncertainty]:
    try:
        day = date.fromisoformat(values.get("issued", ""))
    except ValueError:
        yield Uncertainty("issued", "day_missing")
        return
    if day > today:
        yield Uncertainty("issued", "day_future")
    if number.year and number.year != day.year:
        yield Uncertainty("number", "number_year", (("year", str(number.year)), ("issued", str(day.year))))
