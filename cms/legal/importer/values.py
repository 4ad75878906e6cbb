"""Single values of a source: text in one spelling, dates in the shapes met. Pure: no database."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any

from cms.core.text import collapse_whitespace, normalize_nfc
from cms.legal.importer.records import ImportProblem, RowError

_DATE = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$"
    r"|^(?:ngày )?(\d{1,2})(?: ?[/.-] ?| tháng )(\d{1,2})(?: ?[/.-] ?| năm )(\d{4})$",
    re.IGNORECASE,
)
#: What programs write where a value could not be worked out.
_NO_VALUES = frozenset(
    {
        "nan",
        "+nan",
        "-nan",
        "inf",
        "+inf",
        "-inf",
        "infinity",
        "+infinity",
        "-infinity",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#num!",
        "#null!",
        "#spill!",
        "#calc!",
    }
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")


def is_no_value(value: Any) -> bool:
    """
    >>> is_no_value(float("nan")), is_no_value(" Infinity"), is_no_value("#REF!"), is_no_value("Luật")
    (True, True, True, False)
    """
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, str) and len(value) < 20 and value.strip().casefold() in _NO_VALUES


def without_no_values(row: Mapping[str, Any]) -> tuple[dict[str, Any], list[ImportProblem]]:
    """The row without such values; each is told. The number stays: a row without one is none."""
    wrong = [name for name, value in row.items() if name != "number" and is_no_value(value)]
    problems = [RowError("no_value", field=name, value=str(row[name])).problem for name in wrong]
    return {name: value for name, value in row.items() if name not in wrong}, problems


def read_text(row: Mapping[str, Any], name: str, lines: bool = False) -> str:
    """The field as clean text, empty where there is none; RowError for lists and objects."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        value = value.isoformat()
    if not isinstance(value, str | int | float):
        raise RowError("not_text", field=name)
    if isinstance(value, float) and not math.isfinite(value):
        raise RowError("no_value", field=name, value=str(value))
    return law_text(str(value)) if lines else collapse_whitespace(str(value))


def law_text(text: str) -> str:
    """Law text keeps its lines; U+2028 and U+2029 are lines too."""
    text = normalize_nfc(_LINE_ENDS.sub("\n", text)).replace("\u00a0", " ")
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def read_date(row: Mapping[str, Any], name: str) -> datetime.date | None:
    """ISO or day/month/year; RowError for anything else and for days that do not exist."""
    text = read_text(row, name)
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


def read_date_or_report(row: Mapping[str, Any], name: str, problems: list[ImportProblem]) -> datetime.date | None:
    """A date that is none leaves its field empty and is told in ``problems``: the document comes in all the same."""
    try:
        return read_date(row, name)
    except RowError as error:
        if error.problem.code != "bad_date":
            raise
        problems.append(error.problem)
        return None


def read_short_text(row: Mapping[str, Any], name: str, most: int) -> str:
    """RowError where it has more than ``most`` letters: it is kept in memory until the document is loaded."""
    text = read_text(row, name)
    if len(text) > most:
        raise RowError("too_long", field=name, limit=str(most), value=text[:40])
    return text
