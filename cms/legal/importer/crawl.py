"""Rows of a crawl of the national database → rows of an import. Pure.

Such a row has the whole ``text``, no issuer and only a guess at the date of issue: both are read from the head of the
text, and a person is told. A number in the text that differs from the row's is taken for nothing but a warning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cms.core.text import one_line
from cms.legal.importer.records import ImportProblem, RowError
from cms.legal.importer.title_block import propose
from cms.legal.importer.values import text_of
from cms.legal.reading.numbers import parse_number
from cms.legal.reading.structure import clean_lines

_EXPIRED, _PARTLY = "Hết hiệu lực toàn bộ", "Hết hiệu lực một phần"
_READ = ("issuers", "issued", "place", "signer", "signer_title")


def is_crawled(row: Any) -> bool:
    return isinstance(row, Mapping) and "issued_guess" in row and "lang" in row


def plain_row(row: Mapping[str, Any]) -> tuple[dict[str, Any], list[ImportProblem]]:
    """The row in the words of ``importer.rows`` and what a person has to know of it; RowError for what is none."""
    status, language = text_of(row, "status"), text_of(row, "lang")
    if status.startswith("soft-404"):
        raise RowError("no_page")
    if language not in ("", "vi"):
        raise RowError("translation", language=language)
    number = text_of(row, "number")
    lines = clean_lines(text_of(row, "text", lines=True))
    found = {
        "type": row.get("type"),
        "number": number,
        "title": _title(text_of(row, "title"), text_of(row, "type"), number),
        "effective": row.get("effective"),
        "vbpl_item_id": row.get("id"),
        "source_url": row.get("url"),
        "text": "\n".join(lines),
    }
    problems = [] if lines else [ImportProblem("no_text")]
    return found | _of_text(lines, number, problems) | _status(status, row, problems), problems


def _title(title: str, type_name: str, number: str) -> str:
    """ "Nghị định số 249/2025/NĐ-CP Quy định…" and "Luật Trẻ em số 102/2016/QH13" without type and number."""
    words = rf"\s*(?:{re.escape(type_name)}\s*)?(?:\bsố\s*:?\s*)?{re.escape(number)}\s*"
    bare = one_line(re.sub(words, " ", title, count=1, flags=re.IGNORECASE)) if number else title
    if type_name and bare.casefold().startswith(type_name.casefold() + " "):
        bare = bare[len(type_name) :].strip()
    return (bare[:1].upper() + bare[1:]) or title


def _of_text(lines: list[str], number: str, problems: list[ImportProblem]) -> dict[str, str]:
    told = propose(lines).values
    other = told.get("number", "")
    if other and parse_number(other).identity != parse_number(number).identity:
        problems.append(ImportProblem("other_number", (("other", other[:60]),)))
        return {}
    found = {name: told[name] for name in _READ if name in told}
    year = parse_number(number).year
    if year and not found.get("issued", str(year)).startswith(str(year)):
        problems.append(ImportProblem("other_year", (("issued", found.pop("issued")),)))
    if "issuers" in found:
        problems.append(ImportProblem("read_from_text", (("issuer", found["issuers"]),)))
    return found


def _status(status: str, row: Mapping[str, Any], problems: list[ImportProblem]) -> dict[str, str]:
    """A document that the source calls expired must not stand as in force until somebody enters what ended it."""
    if status == _EXPIRED:
        problems.append(ImportProblem("status_of_source", (("status", status),)))
        return {"status_override": "expired", "status_reason": f"vbpl.vn {text_of(row, 'updated')}: {status}".strip()}
    if status == _PARTLY:
        problems.append(ImportProblem("part_of_source", (("status", status),)))
    return {}
