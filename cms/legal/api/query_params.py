"""What the address of a list asks for. What is not understood is an error: a mirror must not take a list for
filtered that is not."""

from __future__ import annotations

import base64
import binascii
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.legal.api.errors import BAD_VALUE, UNKNOWN_PARAMETER, ApiError
from cms.legal.documents import library
from cms.legal.models import LegalDocument, StatusCode
from cms.legal.parsing.numbers import lookup_key

FULL = "full"
PER_PAGE, MOST, MOST_FULL = 50, 200, 50
YEARS = range(1945, 2101)


@dataclass(frozen=True)
class ApiQuery:
    type: int | None = None
    issuer: int | None = None
    field: str | None = None
    level: str | None = None
    group: str | None = None
    nature: str | None = None
    year: int | None = None
    number: str | None = None
    status: str | None = None
    as_of: datetime.date | None = None
    updated_since: datetime.datetime | None = None
    detail: str | None = None
    limit: int = PER_PAGE
    cursor: tuple[datetime.datetime, int] | None = None

    @property
    def day(self) -> datetime.date:
        return self.as_of or timezone.localdate()


def encode_cursor(changed_at: datetime.datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{changed_at.isoformat()} {pk}".encode()).decode().rstrip("=")


def _cursor(text: str) -> tuple[datetime.datetime, int]:
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    moment, _blank, pk = raw.rpartition(" ")
    return _parse_timestamp(moment), _number(pk)


def _parse_timestamp(text: str) -> datetime.datetime:
    """With its offset ("2026-11-25T09:00:00+07:00"), or a day."""
    found = parse_datetime(text)
    if found is None:
        found = datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time(0))
    found = found if timezone.is_aware(found) else timezone.make_aware(found)
    return found.astimezone(datetime.UTC)  # at the ends of the calendar there is no such moment


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text)
    return int(text)


def _year(text: str) -> int:
    if (year := _number(text)) not in YEARS:
        raise ValueError(text)
    return year


def _limit(text: str) -> int:
    if not 1 <= (limit := _number(text)) <= MOST:
        raise ValueError(text)
    return limit


def _key(text: str) -> str:
    key = lookup_key(text)
    if not key or key.isdigit():
        raise ValueError(text)
    return key


def _text(text: str) -> str:
    if len(text) > 160:
        raise ValueError(text)
    return text


def _one_of(values) -> tuple[Callable[[str], str], str]:
    values = [str(value) for value in values]

    def read(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return read, " | ".join(values)


#: Parameter → (how it is read, what is expected).
READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "type": (_number, "id (/document-types/)"),
    "issuer": (_number, "id (/issuing-bodies/)"),
    "field": (_text, "slug (/fields/)"),
    "level": _one_of(LegalDocument.Level.values),
    "group": _one_of(library.GROUPS),
    "nature": _one_of(LegalDocument.Nature.values),
    "year": (_year, f"{YEARS[0]}…{YEARS[-1]}"),
    "number": (_key, "15/2020/NĐ-CP"),
    "status": _one_of(StatusCode.values),
    "as_of": (datetime.date.fromisoformat, "YYYY-MM-DD"),
    "updated_since": (_parse_timestamp, "2026-01-31T09:00:00+07:00"),
    "detail": _one_of([FULL]),
    "limit": (_limit, f"1…{MOST}; detail=full: 1…{MOST_FULL}"),
    "cursor": (_cursor, "“next”"),
}


def parse_query(query: Mapping[str, str]) -> ApiQuery:
    found = {}
    for name, text in query.items():
        if name not in READERS:
            raise ApiError(UNKNOWN_PARAMETER, name[:40], ", ".join(READERS))
        read, expected = READERS[name]
        try:
            found[name] = read(text)
        except (ValueError, OverflowError, binascii.Error):
            raise ApiError(BAD_VALUE, name, expected) from None
    wanted = ApiQuery(**found)
    if wanted.detail and wanted.limit > MOST_FULL:
        raise ApiError(BAD_VALUE, "limit", READERS["limit"][1])
    return wanted
