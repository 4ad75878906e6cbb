"""Further fields of a document, as an export writes them and an import reads them back. Pure: no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from cms.legal.importer.records import ImportProblem, LinkRecord, RowError
from cms.legal.importer.values import read_date, read_date_or_report, read_text
from cms.legal.models import LegalDocument, StatusCode

#: Field of the document → its longest text (0: lines of any length).
TEXTS = {
    "abstract": 0, "summary": 0, "signer": 160, "signer_title": 160, "place": 100, "status_reason": 255,
    "gazette_no": 40, "audience": 60,
}  # fmt: skip
MAX_TEXT = 100_000  # of a field without a longest text
DATES = ("gazette_on", "status_from")
CHOICES = {
    "level": LegalDocument.Level.values,
    "nature": LegalDocument.Nature.values,
    "status_override": StatusCode.values,
}
FLAGS = ("education", "confidential")
FACTS = (*TEXTS, *DATES, *CHOICES, *FLAGS)


def read_facts(row: Mapping[str, Any], problems: list[ImportProblem]) -> tuple[tuple[str, Any], ...]:
    """The fields that the row holds, in a fixed order; dates that are none are told in ``problems``."""
    found: dict[str, Any] = {}
    for name, length in TEXTS.items():
        if text := read_text(row, name, lines=not length):
            found[name] = _kept(name, text, length)
    found |= {name: day for name in DATES if (day := read_date_or_report(row, name, problems))}
    for name, values in CHOICES.items():
        if text := read_text(row, name):
            if text not in values:
                raise RowError("bad_choice", field=name, value=text[:40])
            found[name] = text
    if row.get("status_from") and "status_from" not in found:  # without its day it would hold from ever
        found.pop("status_override", None)
    found |= {name: told for name in FLAGS if (told := read_flag(row, name)) is not None}
    if read_flag(row, "live") is False:
        found["live"] = False
    return tuple(found.items())


def _kept(name: str, text: str, length: int) -> str:
    if not length and len(text) > MAX_TEXT:
        raise RowError("too_long", field=name, limit=str(MAX_TEXT), value=text[:40])
    return text[:length] if length else text


_YES, _NO = ("true", "1", "x", "yes", "có"), ("false", "0", "no", "không")


def read_flag(row: Mapping[str, Any], name: str) -> bool | None:
    text = read_text(row, name).casefold()
    if not text:
        return None
    if text not in (*_YES, *_NO):
        raise RowError("bad_choice", field=name, value=text[:40])
    return text in _YES


def read_links(row: Mapping[str, Any], name: str, kinds: Collection[str]) -> tuple[LinkRecord, ...]:
    rows = row.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(link, Mapping) for link in rows):
        raise RowError("not_list", field=name)
    found = []
    for link in rows:
        kind = read_text(link, "kind")
        if kind not in kinds:
            raise RowError("bad_choice", field=f"{name}.kind", value=kind[:40])
        found.append(
            LinkRecord(
                kind=kind,
                words=read_text(link, "document")[:255],
                provisions=read_text(link, "provisions")[:500],
                own_provisions=read_text(link, "own_provisions")[:255],
                day=read_date(link, "day"),
                note=read_text(link, "note")[:255],
            )
        )
    return tuple(found)
