"""What an export of this library says of its sources, read back: records, texts, the day of entry. Pure: no database.

Only whoever runs ``manage.py import_legal_documents`` is believed: any table could name an official source, and a
status "stated by the official source" has to come from there. A file that is uploaded is the office's own word.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from cms.legal.importer.articles import node_records
from cms.legal.importer.exchange import CHOICES
from cms.legal.importer.records import RowError, StatedRecord, StatedText
from cms.legal.importer.values import read_date, read_text
from cms.legal.models import StatusCode, TextVersion
from cms.legal.parsing.numbers import parse_number
from cms.legal.sources import source_registry, store

_LISTS = ("issuers", store.CLEARED)
_FLAGS = ("education", *store.FLAGS, "live")
_WORDS = ("number", "type", *store.TEXTS, "level", "nature")
#: Keys of a row that are believed of an own export alone.
KEYS = ("sources", "text_version", "other_texts", "entered")


def read_sources(row: Mapping[str, Any]) -> tuple[StatedRecord, ...]:
    found = [_record(told) for told in _objects(row, "sources")]
    names = [told.source for told in found]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise RowError("bad_choice", field="sources.source", value=twice)
    return tuple(found)


def read_texts(row: Mapping[str, Any]) -> tuple[StatedText, ...]:
    """The version that is shown first (its nodes are ``provisions``), then those beside it."""
    shown = row.get("text_version")
    if shown is not None and not isinstance(shown, Mapping):
        raise RowError("not_object")
    others = [_text(told)._replace(nodes=node_records(told.get("provisions"))) for told in _objects(row, "other_texts")]
    return ((_text(shown),) if shown else ()) + tuple(others)


def _objects(row: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    rows = row.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(told, Mapping) for told in rows):
        raise RowError("not_list", field=name)
    yield from rows


def _record(told: Mapping[str, Any]) -> StatedRecord:
    values = told.get("values") or {}
    if not isinstance(values, Mapping):
        raise RowError("not_object")
    return StatedRecord(
        source=_one_of(told, "source", source_registry.SOURCES),
        address=read_text(told, "address")[:500],
        stated_on=read_date(told, "stated_on"),
        status=_one_of(told, "status", ("", *StatusCode.values)),
        status_on=read_date(told, "status_on"),
        values={name: _value(name, value) for name, value in values.items()},
    )


def _text(told: Mapping[str, Any]) -> StatedText:
    doubts = told.get("doubts") or []
    if not isinstance(doubts, list) or not all(isinstance(code, str) for code in doubts):
        raise RowError("not_list", field="doubts")
    return StatedText(
        source=_one_of(told, "source", source_registry.SOURCES),
        address=read_text(told, "address")[:500],
        stated_on=read_date(told, "stated_on"),
        state=_one_of(told, "state", TextVersion.State.values),
        doubts=tuple(doubts),
        decided=told.get("decided") is True,
    )


def _one_of(told: Mapping[str, Any], name: str, values: Any) -> str:
    text = read_text(told, name)
    if text not in values:
        raise RowError("bad_choice", field=name, value=text[:40])
    return text


def _value(name: str, value: Any) -> Any:
    """As it stands: it was written by a record of a source. RowError for what no record can hold."""
    if name in _LISTS:
        right = isinstance(value, list) and all(isinstance(word, str) for word in value)
    elif name in _FLAGS:
        right = isinstance(value, bool)
    elif name in store.DATES:
        right = isinstance(value, str) and _is_day(value)
    else:
        right = name in _WORDS and isinstance(value, str) and value in CHOICES.get(name, (value,))
        right = right and (name != "number" or bool(parse_number(value).key))
    if not right:
        raise RowError("bad_choice", field=f"sources.{name[:40]}", value=str(value)[:40])
    return value


def _is_day(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
