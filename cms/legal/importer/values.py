"""Single values of a source: text in one spelling, dates in the shapes met. Pure: no database."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from cms.core.text import nfc, one_line
from cms.legal.importer.records import RowError

_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")


def text_of(row: Mapping[str, Any], name: str, lines: bool = False) -> str:
    """The field as clean text, empty where there is none; RowError for lists and objects."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        value = value.isoformat()
    if not isinstance(value, str | int | float):
        raise RowError("not_text", field=name)
    return law_text(str(value)) if lines else one_line(str(value))


def law_text(text: str) -> str:
    """Law text keeps its lines; U+2028 and U+2029 are lines too."""
    text = nfc(_LINE_ENDS.sub("\n", text)).replace("\u00a0", " ")
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def date_of(row: Mapping[str, Any], name: str) -> datetime.date | None:
    """ISO or day/month/year; RowError for anything else and for days that do not exist."""
    text = text_of(row, name)
    if not text:
        return None
    found = _DATE.match(text)
    if not found:
        raise RowError("bad_date", field=name, value=text[:40])
    year, month, day = (found.group(1, 2, 3)) if found.group(1) else (found.group(6), found.group(5), found.group(4))
    try:
        value = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise RowError("bad_date", field=name, value=text[:40]) from None
    if not 1945 <= value.year <= 2100:
        raise RowError("bad_date", field=name, value=text[:40])
    return value
